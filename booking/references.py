"""References that a person can read out over the phone.

Like MM-7K3Q-9TXD. No vowels, so that no word can appear; no 0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V.
A reference opens nothing: it is a name, not a key.
"""

import re
import secrets

ALPHABET = "34679CDFGHJKMNPQRTVWXY"
PREFIX = "MM"


def new() -> str:
    """A random one; 22^8 are possible. The database refuses one that exists."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{PREFIX}-{letters[:4]}-{letters[4:]}"


def normalise(text: str) -> str:
    """The reference somebody typed, in its standard form, or "" if it is none."""
    bare = re.sub(r"[\s–-]", "", text).upper().removeprefix(PREFIX)
    if len(bare) != 8 or any(c not in ALPHABET for c in bare):
        return ""
    return f"{PREFIX}-{bare[:4]}-{bare[4:]}"
