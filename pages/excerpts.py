"""The place on a page where the words stand that somebody looks for."""

import re
from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

#: Characters before the first word found, and in all.
BEFORE = 70
LENGTH = 230


def excerpt(text: str, marked: Sequence[str]) -> SafeString:
    """A piece of the text around the most telling of these words, each of them in `<mark>`.

    `marked` are small words, the most telling first.
    """
    # Wagtail's index puts a comma after each item of a list, also after a full stop.
    text = re.sub(r"([.!?:;]),", r"\1", " ".join(text.split()))
    if not marked:
        return format_html("{}", _around(text, 0))
    longest_first = sorted(marked, key=len, reverse=True)
    pattern = re.compile(rf"\b({'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)
    rank = {word: place for place, word in reversed(list(enumerate(marked)))}
    found = min(pattern.finditer(text), key=lambda m: rank.get(m[1].casefold(), 0), default=None)
    # Cut at the words: every second piece is one of them.
    pieces = pattern.split(_around(text, found.start() if found else 0))
    shown = (_mark(piece) if n % 2 else piece for n, piece in enumerate(pieces))
    return format_html_join("", "{}", ((piece,) for piece in shown))


def _mark(word: str) -> SafeString:
    return format_html("<mark>{}</mark>", word)


def _around(text: str, place: int) -> str:
    """Whole words, with an ellipsis where the text goes on."""
    start = 0
    if place > BEFORE:
        start = text.rfind(" ", 0, place - BEFORE) + 1
    if len(text) <= start + LENGTH:
        return ("… " if start else "") + text[start:]
    end = text.rfind(" ", start, start + LENGTH)
    return ("… " if start else "") + text[start : end if end > start else start + LENGTH] + " …"
