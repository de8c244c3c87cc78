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


class Agreed(NamedTuple):
    """What somebody agreed to, as it is kept with their request."""

    wording: str
    wording_version: str
    language: str = PRIVACY_LANGUAGE


ON_THE_FORM = Agreed(PRIVACY_WORDING, PRIVACY_VERSION)
#: Reception reads the wording out, and the caller says yes.
BY_PHONE = Agreed(
    f"Read out by phone, and agreed: {PRIVACY_WORDING}", f"{PRIVACY_VERSION} by phone"
)
