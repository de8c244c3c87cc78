"""Differences between two states of the crisis lines, compared with the reviewed list.

A row is a dict as in `CrisisLinesVersion.lines`, with an `id` if it is in the database.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from clinic.crisis import REVIEWED, ReviewedLine, digits, key, spelling

Row = dict[str, Any]


@dataclass(frozen=True)
class Advice:
    """A sentence about one number by the reviewed list, and the line of the list it is about."""

    words: str
    agrees: bool
    line: ReviewedLine | None = None


@dataclass(frozen=True)
class Change:
    """A line added, removed, or with another name or number."""

    old: Row | None
    new: Row | None

    @property
    def name(self) -> str:
        return str((self.old or self.new or {})["name"])

    @property
    def advice(self) -> list[Advice]:
        """Advice on each new number; on all numbers if the name is new."""
        if self.new is None:
            return []
        same_name = self.old is not None and key(self.old["name"]) == key(self.new["name"])
        known = _numbers(self.old) if same_name else {}
        new = _numbers(self.new)
        return [_advice(self.new["name"], k, new[k]) for k in new if new[k] != known.get(k)]

    @property
    def is_doubtful(self) -> bool:
        """Whether a line is removed or hidden, or the reviewed list has another number."""
        hides = self.old and self.new and self.old["on_every_page"] > self.new["on_every_page"]
        return not self.new or bool(hides) or not all(each.agrees for each in self.advice)


def between(before: Sequence[Row], after: Sequence[Row]) -> list[Change]:
    """Return the changes that must be confirmed and are mailed to owners.

    Ignores notes, order, and the spelling of numbers of the reviewed list, which are stored and
    shown as the list writes them.
    """
    pairs = _pairs(before, after)
    olds = [id(old) for old, _ in pairs if old]
    gone = [(row, None) for row in before if id(row) not in olds]
    return [Change(old, new) for old, new in [*pairs, *gone] if _facts(old) != _facts(new)]


def digest(changes: Sequence[Change]) -> str:
    """Return a hash of the changes, so that a confirmation is for exactly these."""
    text = json.dumps([[_facts(change.old), _facts(change.new)] for change in changes])
    return hashlib.sha256(text.encode()).hexdigest()


def _numbers(row: Row | None) -> dict[str, str]:
    """Return a line's numbers by field name."""
    return {k: row[k] for k in ("phone", "text") if row[k].strip()} if row else {}


def _advice(name: str, kind: str, number: str) -> Advice:
    line = next((r for r in REVIEWED if key(name) in map(key, r.names)), None)
    if line and digits(number) in line.numbers:
        return Advice(f"The reviewed list has {number} for {line.name}, too", True, line)
    owner = next((r for r in REVIEWED if digits(number) in r.numbers), None)
    if owner:
        words = f"In the reviewed list {number} is the number of {owner.name}"
        return Advice(words, False, owner)
    if line and (right := getattr(line, kind)):
        return Advice(f"The reviewed list has {right} for {line.name}, not {number}", False, line)
    words = f"The reviewed list does not have {number}: call it, and hear who answers"
    return Advice(words, False)


def _facts(row: Row | None) -> list[Any] | None:
    if row is None:
        return None
    numbers = [spelling(row[name]) for name in ("phone", "text")]
    return [key(row["name"]), *numbers, row["on_every_page"]]


def _pairs(before: Sequence[Row], after: Sequence[Row]) -> list[tuple[Row | None, Row]]:
    """Return each row of `after` with its previous state, matched by id, name or number."""
    unmatched, matches = list(before), dict[int, Row]()
    identities: tuple[Callable[[Row], Any], ...] = (
        lambda row: row.get("id"),
        lambda row: key(row["name"]),
        lambda row: digits(row["phone"]),
    )
    for identity in identities:
        for index, new in enumerate(after):
            value = identity(new)
            old = next((r for r in unmatched if value and identity(r) == value), None)
            if old and index not in matches:
                matches[index] = old
                unmatched.remove(old)
    return [(matches.get(index), new) for index, new in enumerate(after)]
