"""What the newsletter does after an error of a provider's call (`clinic.mail.errors`)."""

from datetime import timedelta
from enum import Enum

from clinic.mail.errors import ErrorKind, kind_of

#: The longest pause a provider may ask for.
LONGEST_PAUSE = timedelta(hours=1)


class Meaning(Enum):
    LATER = "nothing went; try again after a pause"
    STOP = "nothing went; a person must look before anything is tried again"
    REFUSED = "this person's mail was understood and refused"
    IN_DOUBT = "it may or may not have gone"


_MEANINGS = {
    ErrorKind.TEMPORARY: Meaning.LATER,
    ErrorKind.SITE_REFUSED: Meaning.STOP,
    ErrorKind.CALL_REFUSED: Meaning.STOP,
    ErrorKind.RECIPIENT_REFUSED: Meaning.REFUSED,
    ErrorKind.UNKNOWN: Meaning.IN_DOUBT,
}


def meaning_of(error: Exception) -> Meaning:
    return _MEANINGS[kind_of(error)]


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
