"""Exceptions that the actions of this app raise."""

from booking.models import AppointmentRequest


class RateLimitedError(Exception):
    """A rate limit is exceeded. Nothing was stored."""


class StaleVersionError(Exception):
    """The request has changed since the user loaded it. `current` is the request as it is now."""

    def __init__(self, current: AppointmentRequest) -> None:
        super().__init__()
        self.current = current


class NotPossibleError(Exception):
    """The action is not possible in the present state of the request."""


class MissingDetailError(Exception):
    """A required detail is missing. The message tells the user what to enter."""


class LinkEndedError(Exception):
    """The link no longer opens its request."""


class FormKeyReusedError(Exception):
    """A form with this key is stored with other contents. `stored` is that request."""

    def __init__(self, stored: AppointmentRequest) -> None:
        super().__init__()
        self.stored = stored


class MailAlreadySentError(Exception):
    """The mail has left and cannot be taken back."""
