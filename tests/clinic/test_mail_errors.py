from smtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPDataError,
    SMTPHeloError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
)
from ssl import SSLCertVerificationError

import pytest
import requests
from anymail.exceptions import AnymailAPIError, AnymailRequestsAPIError

from clinic.mail import errors


def api_error(status):
    error = AnymailAPIError()
    error.status_code = status
    return error


class AnymailTimeoutError(AnymailRequestsAPIError, requests.ReadTimeout):
    """As Anymail raises it: an error of its own and of `requests`."""


@pytest.mark.parametrize(
    ("error", "permanent"),
    [
        (SSLCertVerificationError("expired"), False),
        (SMTPAuthenticationError(535, b"no"), False),
        (SMTPConnectError(554, b"not now"), False),
        (SMTPHeloError(550, b"no"), False),
        (SMTPSenderRefused(550, b"no", "hello@example.org"), False),
        (SMTPDataError(552, b"too large"), True),
        (SMTPDataError(451, b"later"), False),
        (SMTPRecipientsRefused({"a@example.org": (550, b"nobody")}), True),
        (ValueError("no address"), True),
        (api_error(422), True),
        (api_error(401), False),
        (api_error(408), False),
        (api_error(429), False),
        (api_error(502), False),
    ],
    ids=lambda value: type(value).__name__,
)
def test_server_that_does_not_take_us_refuses_nobody(error, permanent):
    """An expired certificate or a changed password must not end the mails that wait."""
    assert errors.is_permanent(error) == permanent


@pytest.mark.parametrize(
    ("error", "name"),
    [
        (RuntimeError("anna@example.org"), "RuntimeError"),
        (SMTPDataError(552, b"anna@example.org"), "SMTPDataError 552"),
        (api_error(422), "AnymailAPIError 422"),
        (AnymailTimeoutError("anna@example.org"), "Timeout"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_description_never_quotes_the_error(error, name):
    assert errors.describe(error) == name
