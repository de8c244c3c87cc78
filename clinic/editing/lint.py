"""What an editor should know before a page goes out: where, why, and what to write instead."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from clinic.crisis import CRISIS_LINES
from clinic.editing.rules import RULES, Rule
from clinic.editing.words import Picture, Words, contents
from clinic.models.details import ClinicDetails

_DENIED = re.compile(
    r"(?:\b(?:no|not|never|nobody|none|cannot|without|nor)\b|n[’']t\b)[^.!?]*$", re.I
)
_FILE_NAME = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|heic)$|_|^(?:img|dsc|pxl|image|photo|picture|screenshot|scan)?"
    r"[\s-]*\d[\d\s-]*$|^(?:image|photo|picture|screenshot|untitled)$",
    re.IGNORECASE,
)
_EMPTY_LINK = re.compile(
    r"(?:here|link|this|more|this (?:page|link)|(?:read|learn|see) more)\W*", re.I
)
#: In the same sentence, the next number of six digits or more, as people type it.
_NUMBER = r"[^.!?\d]{0,60}(\d(?:[ \-]?\d){5,})"


@dataclass(frozen=True)
class Finding:
    """One thing to change or to have read. Two are the same if rule and words are."""

    where: str = field(compare=False)
    words: str
    why: str
    instead: str
    stops: bool = False


def check(page: Any) -> list[Finding]:
    """Everything found on the page as it stands; what stops it first."""
    pieces = list(contents(page))
    found = list(_about_the_page(page))
    for piece in pieces:
        found += _about_picture(piece) if isinstance(piece, Picture) else _about_words(piece)
    found += _crisis_numbers([piece for piece in pieces if isinstance(piece, Words)])
    return sorted(found, key=lambda finding: not finding.stops)


def _about_the_page(page: Any) -> Iterator[Finding]:
    """Clinical pages say on what they rest, and when somebody last looked."""
    if not hasattr(page, "sources"):
        return
    if not page.sources:
        yield Finding("Sources", "", "No source is named.", "Name where the statements come from.")
    if not page.reviewed_on:
        why = "Readers cannot see when somebody last checked this page."
        yield Finding("Last reviewed", "", why, "Read it once more and enter the day.")


def _about_picture(picture: Picture) -> Iterator[Finding]:
    if _FILE_NAME.search(picture.alt.strip()):
        why = "This is the name of a file. Whoever cannot see the picture hears it read out."
        yield Finding(picture.where, picture.alt, why, "Say what the picture shows.")


def _about_words(words: Words) -> Iterator[Finding]:
    for rule in RULES:
        for match in rule.pattern.finditer(words.text):
            if not (rule.unless_denied and _is_denied(words.text, match.start())):
                yield _finding(words, match.group(), rule)
    for link in words.links:
        if _EMPTY_LINK.fullmatch(link.strip()):
            why = "Somebody who hears the page hears the link alone."
            yield Finding(words.where, link, why, "Let the link say where it leads.")


def _finding(words: Words, matched: str, rule: Rule) -> Finding:
    return Finding(words.where, matched.strip(), rule.why, rule.instead, rule.stops)


def _is_denied(text: str, start: int) -> bool:
    """Whether a "no" or "not" stands in the same sentence, at most six words before."""
    before = " ".join(text[:start].split()[-6:])
    return bool(_DENIED.search(before))


def _crisis_numbers(pieces: list[Words]) -> Iterator[Finding]:
    """Numbers typed by hand after a crisis line's name that are not that line's numbers."""
    lines = list(ClinicDetails.current().crisis_lines.all()) or CRISIS_LINES
    for line in lines:
        known = {_digits(line.phone), _digits(line.text)}
        if len(_digits(line.phone)) < 6:
            continue
        for piece in pieces:
            for match in re.finditer(re.escape(line.name) + _NUMBER, piece.text, re.I):
                if _digits(match[1]) not in known:
                    why = f"Clinic details give {line.phone} for {line.name}."
                    instead = "Correct it here, or there if the number has changed."
                    yield Finding(piece.where, match[1], why, instead, stops=True)


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)
