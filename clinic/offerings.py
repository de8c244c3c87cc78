"""What can be asked for. Rooms say what they offer; other rooms read it here.

A room calls `provide` in its `AppConfig.ready()`; nobody imports another room.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple


class Offering(NamedTuple):
    slug: str
    title: str


Provider = Callable[[], Iterable[Offering]]
_providers: dict[str, Provider] = {}


def provide(kind: str, provider: Provider) -> None:
    """`kind` is "therapy", "assessment" or "clinician"; `provider` is asked anew each time."""
    _providers[kind] = provider


def available(kind: str) -> list[Offering]:
    """All offerings of a kind, in the provider's order; empty if nobody offers any."""
    provider = _providers.get(kind)
    return list(provider()) if provider else []
