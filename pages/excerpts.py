"""The place on a page where the words stand that somebody looks for."""

import re
from collections.abc import Collection

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

#: Characters before the first word found, and in all.
BEFORE = 70
LENGTH = 230


def excerpt(text: str, marked: Collection[str]) -> SafeString:
    """A piece of the text around the first of these words, each of them in `<mark>`."""
    text = " ".join(text.split())
    pattern = re.compile(
        r"\b({})\b".format("|".join(map(re.escape, sorted(marked, key=len, reverse=True)))),
        re.IGNORECASE,
    )
    first = pattern.search(text) if marked else None
    piece = _around(text, first.start() if first else 0)
    # Cut at the words: every second piece is one of them.
    pieces = pattern.split(piece) if marked else [piece]
    return format_html_join(
        "", "{}", ((_mark(part) if n % 2 else part,) for n, part in enumerate(pieces))
    )


def _mark(word: str) -> SafeString:
    return format_html_join("", "<mark>{}</mark>", ((word,),))


def _around(text: str, place: int) -> str:
    """Whole words, with an ellipsis where the text goes on."""
    start = 0
    if place > BEFORE:
        start = text.rfind(" ", 0, place - BEFORE) + 1
    if len(text) <= start + LENGTH:
        return ("… " if start else "") + text[start:]
    end = text.rfind(" ", start, start + LENGTH)
    return ("… " if start else "") + text[start : end if end > start else start + LENGTH] + " …"
