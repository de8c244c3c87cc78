"""Matches the listed words of `rules` in a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_DENIED = re.compile(
    r"(?:\b(?:no|not|never|nobody|none|cannot|without|nor)\b|n[’']t\b)[^.!?]*$", re.I
)
#: Characters that would prevent a match: soft hyphens, joiners, byte order marks.
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\t]")


@dataclass(frozen=True)
class Rule:
    """A pattern, why it matters and what to write instead; `stops` prevents publication."""

    pattern: re.Pattern[str]
    why: str
    instead: str
    stops: bool = False
    #: No finding if a "no" or "not" precedes it in the sentence.
    unless_denied: bool = False

    def found_in(self, text: str) -> Iterator[re.Match[str]]:
        for match in self.pattern.finditer(text):
            if not (self.unless_denied and _is_denied(text, match.start())):
                yield match


def rule(pattern: str, why: str, instead: str, **how: bool) -> Rule:
    return Rule(re.compile(pattern, re.IGNORECASE), why, instead, **how)


def readable(text: str) -> str:
    """Return the text without invisible characters, with plain spaces only."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", text))


def _is_denied(text: str, start: int) -> bool:
    """Whether a "no" or "not" is in the same sentence, at most six words before."""
    before = " ".join(text[:start].split()[-6:])
    return bool(_DENIED.search(before))
