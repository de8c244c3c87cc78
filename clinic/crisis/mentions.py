"""Texts in which a changed line is named or its old number is typed by hand."""

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
    """A text: names in braces of lines that go, and old numbers typed by hand."""

    title: str
    names: list[str]
    numbers: list[str]
    page: Any = None


def of(changes: Sequence[Change]) -> list[Mention]:
    """Live pages, and “Where else to go”, that do not follow these changes by themselves."""
    gone = {key(c.old["name"]) for c in changes if c.old and not _keeps_its_name(c)}
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


def _keeps_its_name(change: Change) -> bool:
    return bool(change.old and change.new and key(change.old["name"]) == key(change.new["name"]))


def _old_numbers(change: Change) -> set[str]:
    """Numbers, as digits, that the line had and has no longer."""
    had, has = (
        {digits(row[name]) for name in ("phone", "text")} if row else set()
        for row in (change.old, change.new)
    )
    return had - has - {""}
