"""What a person agrees to when they send a request.

Change the words only together with the version: each request keeps both.
"""

from typing import NamedTuple

PRIVACY_VERSION = "2026-11"
PRIVACY_LANGUAGE = "en-AU"
PRIVACY_WORDING = (
    "I agree that Mind Matters Psychology keeps what I wrote here and uses it to answer "
    "this request."
)


class ConsentText(NamedTuple):
    """What somebody agreed to, as it is kept with their request."""

    wording: str
    wording_version: str
    language: str = PRIVACY_LANGUAGE


def form_consent() -> ConsentText:
    return ConsentText(PRIVACY_WORDING, PRIVACY_VERSION)


def phone_consent() -> ConsentText:
    """Reception reads the wording out, and the caller says yes."""
    words = f"Read out by phone, and agreed: {PRIVACY_WORDING}"
    return ConsentText(words, f"{PRIVACY_VERSION} by phone")
