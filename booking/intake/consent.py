"""The privacy consent that clients give when they send a request.

Change the wording only together with the version: each request stores both.
"""

from typing import NamedTuple

PRIVACY_VERSION = "2026-11"
PRIVACY_LANGUAGE = "en-AU"
PRIVACY_WORDING = (
    "I agree that Mind Matters Psychology keeps what I wrote here and uses it to answer "
    "this request."
)


class ConsentText(NamedTuple):
    """The columns of PrivacyConsent that say what was agreed to."""

    wording: str
    wording_version: str
    language: str = PRIVACY_LANGUAGE


def form_consent() -> ConsentText:
    return ConsentText(PRIVACY_WORDING, PRIVACY_VERSION)


def phone_consent() -> ConsentText:
    """Return the consent that reception reads out and the caller agrees to."""
    wording = f"Read out by phone, and agreed: {PRIVACY_WORDING}"
    return ConsentText(wording, f"{PRIVACY_VERSION} by phone")
