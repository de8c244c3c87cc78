"""Finds numbers beside the name of a crisis line that are not that line's."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from clinic.crisis import REVIEWED, digits, key
from clinic.crisis.placeholders import PLACEHOLDER
from clinic.models.details import ClinicDetails

_FEWEST_DIGITS = 6
#: Numbers as people type them: 13 11 14, 13-11-14, (02) 5550 0123; not dates like 2026-11-27.
_NUMBER = re.compile(
    r"(?<!\d)(?!\d{4}-\d\d-\d\d(?!\d))(?:\(\d{2,4}\) ?)?\d(?:[ .\-\u00a0]{0,2}\d){5,}"
)
#: Maximum characters between a name and its number, within a sentence.
_AFTER, _BEFORE = 60, 40
_ENDS = re.compile(r"[!?\n]|\.(?!\d)")
#: Words between a number and the name after it that connect the two.
_FOR = re.compile(r"\s*\(?(?:for|to|is|reaches|connects)\b", re.IGNORECASE)
#: Words between them that separate the two.
_ANOTHER = re.compile(r"\b(?:or|and|if|not|but|otherwise|us|we|our)\b|;", re.IGNORECASE)


class Wrong(NamedTuple):
    """A wrong number, and a sentence with the right one."""

    number: str
    why: str


class _Known(NamedTuple):
    name: str
    is_everyday: bool  # matched with case: SANE is a line, sane is not
    numbers: set[str]
    right: str


class _Named(NamedTuple):
    start: int
    end: int
    line: _Known


def wrong_numbers(text: str) -> Iterator[Wrong]:
    """Yield the wrong numbers in a text, in order."""
    text = PLACEHOLDER.sub(" ", text)  # placeholders are always right
    numbers = list(_NUMBER.finditer(text))
    if not numbers:
        return
    named = _named_in(text)
    ours = digits(ClinicDetails.current().phone)
    for number in numbers:
        lines = _lines_of(number, named, text)
        if lines and not any(digits(number[0]) in {*line.numbers, ours} for line in lines):
            yield Wrong(number[0], lines[0].right)


def _lines_of(number: re.Match[str], named: list[_Named], text: str) -> list[_Known]:
    """Return the lines that the number may belong to: named before it, or right after it."""
    before = [name for name in named if name.end <= number.start()]
    after = [name for name in named if name.start >= number.end()]
    lines = []
    if before and _is_near(text[before[-1].end : number.start()], _AFTER):
        lines.append(before[-1].line)
    between = text[number.end() : after[0].start] if after else ""
    is_meant = _FOR.match(between) or not (lines or _ANOTHER.search(between))
    if after and is_meant and _is_near(between, _BEFORE):
        lines.append(after[0].line)
    return lines


def _is_near(between: str, most: int) -> bool:
    return len(between) <= most and not _ENDS.search(between) and not _NUMBER.search(between)


def _named_in(text: str) -> list[_Named]:
    """Return where lines are named, in order; of overlapping names only the longest."""
    named = []
    for line in _known():
        words = r"\s+".join(map(re.escape, line.name.split()))
        how = re.NOFLAG if line.is_everyday else re.IGNORECASE
        named += [
            _Named(*match.span(), line)
            for match in re.finditer(rf"(?<!\w){words}(?!\w)", text, how)
        ]
    named.sort(key=lambda name: (name.start, -name.end))
    return [n for place, n in enumerate(named) if all(n.start >= m.end for m in named[:place])]


def _known() -> Iterator[_Known]:
    """Yield the lines of Clinic details, then those that only the reviewed list has."""
    lines = ClinicDetails.current().known_lines
    named = {key(line.name) for line in lines}
    for line in lines:
        numbers = {digits(number) for number in (line.phone, line.text) if number}
        if len(digits(line.phone)) >= _FEWEST_DIGITS:
            right = f"Clinic details give {line.phone} for {line.name}."
            yield _Known(line.name, False, numbers, right)
    for reviewed in REVIEWED:
        long = len(digits(reviewed.phone)) >= _FEWEST_DIGITS
        if long and not named & {key(name) for name in reviewed.names}:
            for name in reviewed.names:
                right = f"The reviewed list gives {reviewed.phone} for {name}."
                yield _Known(name, " " not in name, reviewed.numbers, right)


def wrong_links(source: str) -> Iterator[Wrong]:
    """Yield links in rich text whose text shows another number than they call."""
    links = r"<a\b[^>]*\bhref=\"(?:tel|sms):([^\"]*)\"[^>]*>(.*?)</a>"
    for href, words in re.findall(links, source, re.DOTALL | re.IGNORECASE):
        shown = re.sub(r"<[^>]*>", "", words)
        called = re.sub(r"^61(?=\d{9}$)", "0", digits(href))
        if len(digits(shown)) >= 3 and digits(shown) != called:
            yield Wrong(shown, f"The link calls {href}, and its words say another number.")
