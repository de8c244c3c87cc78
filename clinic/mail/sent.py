"""Rooms hear when one of their mails has left: only then has somebody been written to."""

from collections.abc import Callable

from clinic.models import OutgoingEmail

_listeners: list[Callable[[OutgoingEmail], None]] = []


def listen(call: Callable[[OutgoingEmail], None]) -> None:
    """Have `call` told of each mail that was sent, in the transaction that records it."""
    _listeners.append(call)


def tell(email: OutgoingEmail) -> None:
    for call in _listeners:
        call(email)
