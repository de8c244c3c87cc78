"""Callbacks for apps that need to know when one of their mails was sent."""

from collections.abc import Callable

from clinic.models import OutgoingEmail

_callbacks: list[Callable[[OutgoingEmail], None]] = []


def connect(callback: Callable[[OutgoingEmail], None]) -> None:
    """Call `callback` for each mail that was sent, in the transaction that records it."""
    _callbacks.append(callback)


def notify(email: OutgoingEmail) -> None:
    for callback in _callbacks:
        callback(email)
