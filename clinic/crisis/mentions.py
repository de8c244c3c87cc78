"""Finds texts that contain the placeholder or the old number of a changed line."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from clinic.crisis import digits, key
from clinic.crisis.changes import Change
from clinic.crisis.placeholders import named_in

_NUMBER = re.compile(r"(?<![\d,.])\d(?:[ .\-\u00a0]?\d)*(?![\d,])")


@dataclass(frozen=True)
class Mention:
    """A text, the placeholders of removed lines in it, and old numbers typed by hand."""

    title: str
    names: list[str]
    numbers: list[str]
    page: Any = None


def find(changes: Sequence[Change]) -> list[Mention]:
    """Return live pages, and “Where else to go”, that must be edited after these changes."""
    gone = {key(c.old["name"]) for c in changes if c.old and not _has_same_name(c)}
    old = set().union(*(_old_numbers(change) for change in changes))
    found = []
    for title, text, page in _texts():
        names = sorted(named_in(text) & gone)
        numbers = sorted({n for n in _NUMBER.findall(text) if digits(n) in old})
        if names or numbers:
            found.append(Mention(title, names, numbers, page))
    return found


def _texts() -> Iterator[tuple[str, str, Any]]:
    from clinic.cms.editing.words import Words, contents
    from clinic.models import ClinicDetails

    yield "“Where else to go” on this page", ClinicDetails.current().elsewhere, None
    for page in Page.objects.live().filter(depth__gt=1).order_by("path").specific().iterator():
        words = [piece.text for piece in contents(page) if isinstance(piece, Words)]
        yield page.get_admin_display_title(), "\n".join(words), page


def _has_same_name(change: Change) -> bool:
    return bool(change.old and change.new and key(change.old["name"]) == key(change.new["name"]))


def _old_numbers(change: Change) -> set[str]:
    """Return the line's previous numbers, as digits."""
    had, has = (
        {digits(row[name]) for name in ("phone", "text")} if row else set()
        for row in (change.old, change.new)
    )
    return had - has - {""}
