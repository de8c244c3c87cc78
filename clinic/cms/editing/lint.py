"""Findings on a page before publication: where, why, and what to write instead."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from clinic.cms.editing.matching import Rule, readable
from clinic.cms.editing.numbers import wrong_links, wrong_numbers
from clinic.cms.editing.rules import ADVERTISING, LINKS
from clinic.cms.editing.words import Picture, Words, contents
from clinic.crisis import placeholders

_FILE_NAME = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|heic)$|_|^(?:img|dsc|pxl|image|photo|picture|screenshot|scan)?"
    r"[\s-]*\d[\d\s-]*$|^(?:image|photo|picture|screenshot|untitled)$",
    re.IGNORECASE,
)
_EMPTY_LINK = re.compile(
    r"(?:here|link|this|more|this (?:page|link)|(?:read|learn|see) more)\W*", re.I
)
#: Rules that stop a page come first: a word that they match is not matched again by others.
_STRICT_FIRST = sorted(ADVERTISING, key=lambda rule: not rule.stops)
_CORRECT = "Correct it here, or there if the number has changed."


@dataclass(frozen=True)
class Finding:
    """One thing to change or to confirm. Two are equal if rule and words are."""

    where: str = field(compare=False)
    words: str
    why: str
    instead: str
    stops: bool = False


def check(page: Any) -> list[Finding]:
    """Return all findings on the page; those that stop it come first."""
    findings = [*_about_the_page(page), *advertising(page)]
    for piece in contents(page):
        findings += _about_picture(piece) if isinstance(piece, Picture) else _about_links(piece)
    return sorted(findings, key=lambda finding: not finding.stops)


def advertising(page: Any) -> Iterator[Finding]:
    """Yield findings on listed words and crisis line numbers in all text of the page."""
    for piece in contents(page):
        if isinstance(piece, Words):
            yield from _listed(piece, _STRICT_FIRST)
            yield from _about_numbers(piece)


def _about_the_page(page: Any) -> Iterator[Finding]:
    """Clinical pages must name sources and the day of the last review."""
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


def _about_links(words: Words) -> Iterator[Finding]:
    yield from _listed(words, LINKS)
    for link in words.links:
        if _EMPTY_LINK.fullmatch(link.strip()):
            why = "Somebody who hears the page hears the link alone."
            yield Finding(words.where, link, why, "Let the link say where it leads.")


def _about_numbers(words: Words) -> Iterator[Finding]:
    for wrong in (*wrong_numbers(readable(words.text)), *wrong_links(words.source)):
        yield Finding(words.where, wrong.number, wrong.why, _CORRECT, stops=True)
    for name in placeholders.unfilled_in(words.text, words.source):
        why = "Nothing can be put in for this: Clinic details have no crisis line of this name."
        instead = "Write the name as it stands there, such as {Lifeline}, all in one type."
        yield Finding(words.where, f"{{{name}}}", why, instead, stops=True)


def _listed(words: Words, rules: Iterable[Rule]) -> Iterator[Finding]:
    """Yield a finding for each match of the rules; overlapping matches only once."""
    text, taken = readable(words.text), set[int]()
    for rule in rules:
        for match in rule.found_in(text):
            place = set(range(*match.span()))
            if not place & taken:
                taken |= place
                yield Finding(words.where, match[0].strip(), rule.why, rule.instead, rule.stops)
