"""Search over what any reader may open."""

import re

from wagtail.models import Page

#: Longer questions are cut: nobody types them, and every word costs.
MAX_LENGTH = 200
MAX_WORDS = 12
MAX_RESULTS = 30


def readable(query: str) -> str:
    """What the reader typed: no control characters, one space between words, a fair length."""
    printable = "".join(c if c.isprintable() else " " for c in query[: MAX_LENGTH * 5])
    return " ".join(printable.split())[:MAX_LENGTH].strip()


def find(query: str) -> list[Page]:
    """Live public pages that hold all the words, or failing that any of them; best first."""
    # Words only: SQLite's full-text engine takes quotes and brackets for its own language.
    words = " ".join(re.findall(r"\w+", query)[:MAX_WORDS])
    if not words:
        return []
    pages = Page.objects.live().public().filter(depth__gt=1)
    for operator in ("and", "or"):
        found = list(pages.specific().search(words, operator=operator)[:MAX_RESULTS])
        if found:
            break
    return found
