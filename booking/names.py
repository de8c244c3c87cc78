"""Normalise names for search."""

import re
import unicodedata
from functools import lru_cache

from clinic.form_fields.typed import visible

MAX_LENGTH = 60  # characters of `NamePart.part`
#: Letters without a Unicode decomposition, as people without them on the keyboard type them.
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
#: Characters that are letters in Unicode and are typed as an apostrophe.
_APOSTROPHES = dict.fromkeys(map(ord, "\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\ua78c"), "'")
_LETTER_WITH_MARK = re.compile(r"LATIN SMALL LETTER ([A-Z]) WITH .*")


def parts_of(*names: str) -> set[str]:
    """Return each word, folded; "O'Brien-Smith" gives its pieces and the whole."""
    parts = set()
    for word in " ".join(names).split():
        pieces = re.split(r"[\W_]+", fold(word))
        parts |= {*pieces, "".join(pieces)}
    return {part[:MAX_LENGTH] for part in parts if part}


def fold(text: str) -> str:
    """Return lower case without accents: Đặng is dang, Łukasz lukasz, Ærø aero, Straße strasse."""
    decomposed = unicodedata.normalize("NFKD", visible(text).casefold()).translate(_APOSTROPHES)
    return "".join(_without_mark(c) for c in decomposed if not unicodedata.combining(c))


@lru_cache(2048)
def _without_mark(letter: str) -> str:
    """Return the base letter where Unicode has no decomposition, such as l for ł."""
    if letter.isascii():
        return letter
    match = _LETTER_WITH_MARK.fullmatch(unicodedata.name(letter, ""))
    return _TRANSLITERATIONS.get(letter) or (match[1].lower() if match else letter)
