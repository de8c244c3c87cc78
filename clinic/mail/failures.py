"""Callbacks for apps that need to know when one of their mails could not be delivered.

`clinic` knows the mail; the app that queued it knows the person it was for.
"""

from collections.abc import Callable

from clinic.models import OutgoingEmail

_callbacks: list[Callable[[OutgoingEmail], None]] = []


def connect(callback: Callable[[OutgoingEmail], None]) -> None:
    """Call `callback` for each mail that failed or bounced, in the transaction that says so."""
    _callbacks.append(callback)


def notify(email: OutgoingEmail) -> None:
    for callback in _callbacks:
        callback(email)
