"""What an error of a provider's call means for the people it was about.

Only what certainly never left us may be tried again. A timeout after writing, a
broken connection and a 5xx leave it open whether the mail went: in doubt.
"""

from datetime import timedelta
from enum import Enum
from smtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPException,
    SMTPHeloError,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)
from ssl import SSLCertVerificationError
from typing import Any

import requests
from anymail.exceptions import (
    AnymailConfigurationError,
    AnymailInvalidAddress,
    AnymailRecipientsRefused,
    AnymailUnsupportedFeature,
)
from urllib3.exceptions import MaxRetryError, NewConnectionError, SSLError

#: The longest pause a provider may ask for.
LONGEST_PAUSE = timedelta(hours=1)


class Meaning(Enum):
    LATER = "nothing went; try again after a pause"
    STOP = "nothing went; a person must look before anything is tried again"
    REFUSED = "this person's mail was understood and refused"
    IN_DOUBT = "it may or may not have gone"


def meaning_of(error: Exception) -> Meaning:
    if isinstance(error, AnymailRecipientsRefused | AnymailInvalidAddress | SMTPRecipientsRefused):
        return _refused(error)
    if isinstance(error, AnymailConfigurationError | AnymailUnsupportedFeature):
        return Meaning.STOP
    if isinstance(error, SMTPAuthenticationError | SMTPSenderRefused):
        # It is us that the server refuses, and nobody we write to.
        return Meaning.STOP if error.smtp_code >= 500 else Meaning.LATER
    if isinstance(error, SMTPConnectError | SMTPHeloError):
        return Meaning.LATER
    if isinstance(error, SMTPResponseException):
        return Meaning.REFUSED if error.smtp_code >= 500 else Meaning.LATER
    if never_left(error):
        return Meaning.LATER
    status = getattr(error, "status_code", None)
    if status == 429:
        return Meaning.LATER
    if status is not None and 400 <= status < 500 and status != 408:
        return Meaning.STOP
    return Meaning.IN_DOUBT


def _refused(error: Exception) -> Meaning:
    """4xx from a mail server is "not now" (RFC 5321, 4.2.1)."""
    if isinstance(error, SMTPRecipientsRefused) and all(
        code < 500 for code, _ in error.recipients.values()
    ):
        return Meaning.LATER
    return Meaning.REFUSED


def never_left(error: Exception) -> bool:
    """Whether not one byte of the message can have reached the provider."""
    if isinstance(
        error, requests.ConnectTimeout | ConnectionRefusedError | SSLCertVerificationError
    ):
        return True
    if not isinstance(error, requests.ConnectionError):
        return False
    cause: Any = error.__cause__ or error
    inner = cause.args[0] if cause.args else None
    reason = inner.reason if isinstance(inner, MaxRetryError) else inner
    # A certificate is looked at before anything is said.
    unknown = isinstance(reason, SSLError) and isinstance(reason.args[0], SSLCertVerificationError)
    return unknown or isinstance(reason, NewConnectionError)


def is_refused_whole(error: Exception) -> bool:
    """A call for many was understood and refused, without a word about whom it was for."""
    return getattr(error, "status_code", None) in (400, 413, 422)


def asked_pause(error: Exception) -> timedelta | None:
    """What the provider asks for (Retry-After, in seconds), within reason."""
    response = getattr(error, "response", None)
    asked = response.headers.get("Retry-After", "") if response is not None else ""
    if asked.isascii() and asked.isdigit():
        return min(timedelta(seconds=min(int(asked), 86_400)), LONGEST_PAUSE)
    return None


def describe(error: Exception) -> str:
    """Name and status; never the text, which may quote an address."""
    known = next(
        (
            k
            for k in (requests.Timeout, requests.ConnectionError, SMTPException)
            if isinstance(error, k)
        ),
        type(error),
    )
    status = getattr(error, "status_code", None) or getattr(error, "smtp_code", None)
    return f"{known.__name__} {status or ''}".strip()
