"""Rooms hear when one of their mails did not get through.

The ground floor knows the mail, the room knows whom it was for.
"""

from collections.abc import Callable

from clinic.models import OutgoingEmail

_listeners: list[Callable[[OutgoingEmail], None]] = []


def listen(call: Callable[[OutgoingEmail], None]) -> None:
    """Have `call` told of each mail that was given up or came back, in the same transaction."""
    _listeners.append(call)


def tell(email: OutgoingEmail) -> None:
    for call in _listeners:
        call(email)
