from datetime import timedelta
from smtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPHeloError,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)
from ssl import SSLCertVerificationError
from types import SimpleNamespace

import pytest
import requests
from anymail.exceptions import AnymailAPIError, AnymailRecipientsRefused
from urllib3.exceptions import MaxRetryError, SSLError

from newsletter.sending.provider_errors import Meaning, asked_pause, meaning_of


def api_error(status):
    error = AnymailAPIError()
    error.status_code = status
    return error


def refused(code):
    return SMTPRecipientsRefused({"a@example.org": (code, b"")})


def unknown_certificate():
    """As requests says it of a provider's server."""
    inner = SSLError(SSLCertVerificationError("expired"))
    return requests.exceptions.SSLError(MaxRetryError(None, "/", inner))


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (AnymailRecipientsRefused(), Meaning.REFUSED),
        (refused(550), Meaning.REFUSED),
        (refused(450), Meaning.LATER),
        (SMTPResponseException(552, b""), Meaning.REFUSED),
        (SMTPResponseException(421, b""), Meaning.LATER),
        (SMTPAuthenticationError(535, b""), Meaning.STOP),
        (SMTPAuthenticationError(454, b""), Meaning.LATER),
        (SMTPSenderRefused(550, b"", "hello@example.org"), Meaning.STOP),
        (SMTPConnectError(554, b""), Meaning.LATER),
        (SMTPHeloError(550, b""), Meaning.LATER),
        (SSLCertVerificationError("expired"), Meaning.LATER),
        (unknown_certificate(), Meaning.LATER),
        (SMTPServerDisconnected(), Meaning.IN_DOUBT),
        (ConnectionRefusedError(), Meaning.LATER),
        (requests.ConnectTimeout(), Meaning.LATER),
        (requests.ReadTimeout(), Meaning.IN_DOUBT),
        (requests.ConnectionError("reset"), Meaning.IN_DOUBT),
        (TimeoutError(), Meaning.IN_DOUBT),
        (api_error(429), Meaning.LATER),
        (api_error(401), Meaning.STOP),
        (api_error(422), Meaning.STOP),
        (api_error(408), Meaning.IN_DOUBT),
        (api_error(502), Meaning.IN_DOUBT),
        (RuntimeError(), Meaning.IN_DOUBT),
    ],
)
def test_meaning_of(error, meaning):
    assert meaning_of(error) is meaning


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("30", 30), ("", None), ("soon", None), ("99999999999", 3600), ("²", None), ("-5", None)],
)
def test_asked_pause(header, seconds):
    error = api_error(429)
    error.response = SimpleNamespace(headers={"Retry-After": header})
    assert asked_pause(error) == (seconds and timedelta(seconds=seconds))
