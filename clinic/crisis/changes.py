"""What is different between two states of the crisis lines, and what the reviewed list says.

A row is a dict as `CrisisLinesVersion` keeps it, with an `id` if it stands in the database.
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
    """What the reviewed list says of one number, and the line of the list it speaks of."""

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
        """On each number that is new; on all of them if the name is new."""
        if self.new is None:
            return []
        same_name = self.old is not None and key(self.old["name"]) == key(self.new["name"])
        known = _numbers(self.old) if same_name else {}
        new = _numbers(self.new)
        return [_advice(self.new["name"], k, new[k]) for k in new if new[k] != known.get(k)]

    @property
    def is_doubtful(self) -> bool:
        """Whether something goes, or the reviewed list does not agree with what comes."""
        hides = self.old and self.new and self.old["on_every_page"] > self.new["on_every_page"]
        return not self.new or bool(hides) or not all(each.agrees for each in self.advice)


def between(before: Sequence[Row], after: Sequence[Row]) -> list[Change]:
    """What somebody is asked about and told: not notes or order, and not how a number of the
    reviewed list is typed, because it is kept and shown as the list has it."""
    pairs = _pairs(before, after)
    olds = [id(old) for old, _ in pairs if old]
    gone = [(row, None) for row in before if id(row) not in olds]
    return [Change(old, new) for old, new in [*pairs, *gone] if _facts(old) != _facts(new)]


def digest(changes: Sequence[Change]) -> str:
    """A yes is to exactly these changes and to no others."""
    text = json.dumps([[_facts(change.old), _facts(change.new)] for change in changes])
    return hashlib.sha256(text.encode()).hexdigest()


def _numbers(row: Row | None) -> dict[str, str]:
    """A line's numbers under the names of their fields."""
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
    """Each row of `after` with the one it comes from: by id, else name, else number."""
    left, found = list(before), dict[int, Row]()
    same: tuple[Callable[[Row], Any], ...] = (
        lambda row: row.get("id"),
        lambda row: key(row["name"]),
        lambda row: digits(row["phone"]),
    )
    for what in same:
        for place, new in enumerate(after):
            old = next((r for r in left if what(new) and what(r) == what(new)), None)
            if old and place not in found:
                found[place] = old
                left.remove(old)
    return [(found.get(place), new) for place, new in enumerate(after)]
