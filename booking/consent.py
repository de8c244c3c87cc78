"""What a person agrees to when they send a request.

Change the words only together with the version: each request keeps both.
"""

PRIVACY_VERSION = "2026-11"
PRIVACY_LANGUAGE = "en-AU"
PRIVACY_WORDING = (
    "I agree that Mind Matters Psychology keeps what I wrote here and uses it to answer "
    "this request."
)
