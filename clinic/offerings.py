"""A registry of what clients can ask for, by which apps share it without importing each other.

An app calls `provide` in its `AppConfig.ready()`; other apps call `available`.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple


class Offering(NamedTuple):
    slug: str
    title: str


Provider = Callable[[], Iterable[Offering]]
_providers: dict[str, Provider] = {}


def provide(kind: str, provider: Provider) -> None:
    """Register a provider for "therapy", "assessment" or "clinician"; called at each use."""
    _providers[kind] = provider


def available(kind: str) -> list[Offering]:
    """Return all offerings of a kind in the provider's order; empty without a provider."""
    provider = _providers.get(kind)
    return list(provider()) if provider else []
