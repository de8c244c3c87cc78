"""What an exception raised while sending a mail means, and how logs and staff name it.

Only a mail that was certainly not sent may be sent again without risk. A timeout after
writing, a broken connection and a 5xx response of a provider's API leave it open whether the
mail was sent.
"""

from enum import Enum
from smtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPHeloError,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)
from ssl import SSLCertVerificationError, SSLError
from typing import Any

import requests
from anymail.exceptions import (
    AnymailConfigurationError,
    AnymailInvalidAddress,
    AnymailRecipientsRefused,
    AnymailUnsupportedFeature,
)
from urllib3.exceptions import MaxRetryError, NewConnectionError
from urllib3.exceptions import SSLError as UrllibSSLError


class ErrorKind(Enum):
    """What is known about the mail after the error."""

    TEMPORARY = "not sent; a later attempt may succeed"
    SITE_REFUSED = "not sent; the server refuses this site: its configuration, log-in or sender"
    CALL_REFUSED = "not sent; the provider refuses the call as it is"
    RECIPIENT_REFUSED = "not sent; the server refuses the mail or its recipient"
    UNKNOWN = "sent or not sent"


def kind_of(error: Exception) -> ErrorKind:
    if isinstance(error, AnymailRecipientsRefused | AnymailInvalidAddress):
        return ErrorKind.RECIPIENT_REFUSED
    if isinstance(error, SMTPRecipientsRefused):
        # 4xx: the server may accept it later (RFC 5321, 4.2.1).
        is_temporary = all(code < 500 for code, _ in error.recipients.values())
        return ErrorKind.TEMPORARY if is_temporary else ErrorKind.RECIPIENT_REFUSED
    if isinstance(error, AnymailConfigurationError | AnymailUnsupportedFeature):
        return ErrorKind.SITE_REFUSED
    if isinstance(error, SMTPAuthenticationError | SMTPSenderRefused):
        return ErrorKind.SITE_REFUSED if error.smtp_code >= 500 else ErrorKind.TEMPORARY
    if isinstance(error, SMTPConnectError | SMTPHeloError):
        return ErrorKind.TEMPORARY
    if isinstance(error, SMTPResponseException):
        return ErrorKind.RECIPIENT_REFUSED if error.smtp_code >= 500 else ErrorKind.TEMPORARY
    return ErrorKind.TEMPORARY if _is_never_sent(error) else _kind_of_status(error)


def _kind_of_status(error: Exception) -> ErrorKind:
    """By the status of the provider's HTTP response, if there was one."""
    status = getattr(error, "status_code", None)
    if status == 429:
        return ErrorKind.TEMPORARY
    if status in (401, 403):
        return ErrorKind.SITE_REFUSED
    if status is not None and 400 <= status < 500 and status != 408:
        return ErrorKind.CALL_REFUSED
    return ErrorKind.UNKNOWN


def _is_never_sent(error: Exception) -> bool:
    """Whether no byte of the message can have reached the provider."""
    if isinstance(
        error, requests.ConnectTimeout | ConnectionRefusedError | SSLCertVerificationError
    ):
        return True
    if not isinstance(error, requests.ConnectionError):
        return False
    cause: Any = error.__cause__ or error
    inner = cause.args[0] if cause.args else None
    reason = inner.reason if isinstance(inner, MaxRetryError) else inner
    if isinstance(reason, UrllibSSLError):
        # The certificate is verified before anything is written.
        return isinstance(reason.args[0], SSLCertVerificationError)
    return isinstance(reason, NewConnectionError)


def is_permanent(error: Exception) -> bool:
    """Whether every later attempt to send the same mail would fail as well."""
    if isinstance(error, ValueError) and not isinstance(error, SSLError):
        return True  # UnicodeError too: no message can be built for this address
    return kind_of(error) in (ErrorKind.RECIPIENT_REFUSED, ErrorKind.CALL_REFUSED)


def describe(error: Exception) -> str:
    """Return the error's name and status, never its text, which may quote an address."""
    # Anymail raises a class of its own that is also the class of `requests`.
    known = (requests.Timeout, requests.ConnectionError)
    name = next((k.__name__ for k in known if isinstance(error, k)), type(error).__name__)
    status = getattr(error, "status_code", None) or getattr(error, "smtp_code", None)
    return f"{name} {status or ''}".strip()
