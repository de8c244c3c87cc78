"""Readability of a page: the same index as in Wagtail's own panel, with advice.

LIX (Björnsson 1968): words per sentence, plus the percentage of words of more than six letters.
It does not count syllables, so it needs no dictionary. Sentences of at most 25 words: GOV.UK,
"Writing for GOV.UK". Words a minute: Brysbaert (2019), 238 for adults reading silently.
"""

import re
from dataclasses import dataclass
from typing import Any

from clinic.cms.editing.words import Words, contents

WORDS_A_MINUTE = 238
LONG_SENTENCE = 25
LONG_PAGE = 1500
#: Upper bounds of LIX and the advice for a page below each.
LEVELS = (
    (30, "reads easily, as a letter to a friend does"),
    (40, "reads well"),
    (50, "reads like a newspaper. Try shorter sentences and everyday words"),
    (60, "reads like a form from an office. Shorten sentences and replace long words"),
)
HARDEST = "reads like a law. Shorten sentences and replace long words"


@dataclass(frozen=True)
class Reading:
    """Readability of a page: words, minutes to read it, LIX, and its longest sentences."""

    words: int
    minutes: int
    lix: int
    advice: str
    longest: list[str]
    is_long: bool


def read(page: Any) -> Reading | None:
    """Return the readability of the page, None if it has fewer than 50 words."""
    sentences = [
        s for piece in contents(page) if isinstance(piece, Words) for s in _split(piece.text)
    ]
    words = [word for sentence in sentences for word in _words(sentence)]
    if len(words) < 50:
        return None
    lix = len(words) / len(sentences) + 100 * sum(len(word) > 6 for word in words) / len(words)
    return Reading(
        words=len(words),
        minutes=max(1, round(len(words) / WORDS_A_MINUTE)),
        lix=round(lix),
        advice=next((advice for limit, advice in LEVELS if lix < limit), HARDEST),
        longest=_longest(sentences),
        is_long=len(words) > LONG_PAGE,
    )


def _longest(sentences: list[str]) -> list[str]:
    """Return the three longest sentences above LONG_SENTENCE, longest first."""
    long = [sentence for sentence in sentences if len(_words(sentence)) > LONG_SENTENCE]
    return sorted(dict.fromkeys(long), key=lambda s: -len(_words(s)))[:3]


def _split(text: str) -> list[str]:
    """Split text into sentences; a line break ends one, too."""
    return [
        s.strip()
        for s in re.split(r"(?<=[.!?…])[”’\")]?\s+(?=[“‘\"(]?[A-Z0-9])|\n+", text)
        if _words(s)
    ]


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_][\w’'-]*", text)
