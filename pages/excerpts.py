"""Excerpts of page text around the words of a search."""

import re
from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

#: Characters before the first match, and in total.
BEFORE = 70
LENGTH = 230


def excerpt(text: str, marked: Sequence[str]) -> SafeString:
    """Return the text around the most important of these words, with each word in `<mark>`.

    `marked` holds case-folded words, the most important first.
    """
    # Wagtail's index puts a comma after each list item, even after a full stop.
    text = re.sub(r"([.!?:;]),", r"\1", " ".join(text.split()))
    if not marked:
        return format_html("{}", _around(text, 0))
    longest_first = sorted(marked, key=len, reverse=True)
    pattern = re.compile(rf"\b({'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)
    rank = {word: place for place, word in reversed(list(enumerate(marked)))}
    match = min(pattern.finditer(text), key=lambda m: rank.get(m[1].casefold(), 0), default=None)
    # `split` with one group: every second piece is a match.
    pieces = pattern.split(_around(text, match.start() if match else 0))
    shown = (_mark(piece) if n % 2 else piece for n, piece in enumerate(pieces))
    return format_html_join("", "{}", ((piece,) for piece in shown))


def _mark(word: str) -> SafeString:
    return format_html("<mark>{}</mark>", word)


def _around(text: str, place: int) -> str:
    """Return whole words around position `place`, with an ellipsis where text is cut."""
    start = 0
    if place > BEFORE:
        start = text.rfind(" ", 0, place - BEFORE) + 1
    if len(text) <= start + LENGTH:
        return ("… " if start else "") + text[start:]
    end = text.rfind(" ", start, start + LENGTH)
    return ("… " if start else "") + text[start : end if end > start else start + LENGTH] + " …"
