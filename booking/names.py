"""The words of a name, as reception looks for them."""

import re
import unicodedata
from functools import lru_cache

from clinic.form_fields.typed import visible

MAX_LENGTH = 60  # characters of `NamePart.part`
#: Letters that Unicode takes for whole, as people type them who do not have them.
_TRANSLITERATIONS = {
    "æ": "ae",
    "œ": "oe",
    "ð": "d",
    "þ": "th",
    "ı": "i",
    "ŋ": "n",
    "ĸ": "k",
    "ə": "e",
}
#: Signs that are letters to Unicode: an apostrophe to whoever types the name.
_APOSTROPHES = dict.fromkeys(map(ord, "\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\ua78c"), "'")
_LETTER_WITH_MARK = re.compile(r"LATIN SMALL LETTER ([A-Z]) WITH .*")


def parts_of(*names: str) -> set[str]:
    """Each word in small letters without marks; "O'Brien-Smith" by its pieces and as one."""
    found = set()
    for word in " ".join(names).split():
        pieces = re.split(r"[\W_]+", fold(word))
        found |= {*pieces, "".join(pieces)}
    return {part[:MAX_LENGTH] for part in found if part}


def fold(text: str) -> str:
    """Small letters without marks: Đặng is dang, Łukasz lukasz, Ærø aero, Straße strasse."""
    decomposed = unicodedata.normalize("NFKD", visible(text).casefold()).translate(_APOSTROPHES)
    return "".join(_without_mark(c) for c in decomposed if not unicodedata.combining(c))


@lru_cache(2048)
def _without_mark(letter: str) -> str:
    """Of a letter whose mark cannot be taken off, such as the stroke of ł, the letter."""
    if letter.isascii():
        return letter
    found = _LETTER_WITH_MARK.fullmatch(unicodedata.name(letter, ""))
    return _TRANSLITERATIONS.get(letter) or (found[1].lower() if found else letter)
