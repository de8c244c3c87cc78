"""References of requests, such as MM-7K3Q-9TXD, which can be read out over the phone.

They contain no vowels, so that no word can appear, and none of 0/O, 1/I/L, 2/Z, 5/S, 8/B,
U/V. A reference identifies a request and gives no access to it.
"""

import re
import secrets

ALPHABET = "34679CDFGHJKMNPQRTVWXY"
PREFIX = "MM"


def new() -> str:
    """Return a random reference, one of 22^8. A unique constraint refuses duplicates."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{PREFIX}-{letters[:4]}-{letters[4:]}"


def normalise(text: str) -> str:
    """Return a typed reference in its standard form, or "" if it is not one."""
    bare = re.sub(r"[\s–-]", "", text).upper().removeprefix(PREFIX)
    if len(bare) != 8 or any(c not in ALPHABET for c in bare):
        return ""
    return f"{PREFIX}-{bare[:4]}-{bare[4:]}"
