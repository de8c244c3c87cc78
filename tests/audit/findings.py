"""What scanners find, and which of it is known."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase


@dataclass(frozen=True)
class Finding:
    """One complaint: the scanner's own words, and the piece of the page it is about."""

    scanner: str
    kind: str
    message: str
    piece: str = ""

    def __str__(self) -> str:
        return f"{self.scanner} on “{self.kind}”: {self.message} {self.piece}".rstrip()


def piece_of(html: str | None) -> str:
    """A piece of HTML in one line."""
    return " ".join((html or "").split())


@dataclass(frozen=True)
class Gap:
    """A finding that stays: the scanner's words, in which `*` is anything, and why it stays.

    `kinds` and `piece` say where; the same words elsewhere are a finding like any other.
    `sometimes`: what else stands on the page decides, so nobody misses it.
    """

    scanner: str
    message: str
    why: str
    kinds: tuple[str, ...] = ("*",)
    piece: str = "*"
    sometimes: bool = False

    def covers(self, found: Finding) -> bool:
        return (
            self.scanner == found.scanner
            and any(fnmatchcase(found.kind, kind) for kind in self.kinds)
            and fnmatchcase(found.message, self.message)
            and fnmatchcase(found.piece, self.piece)
        )


@dataclass
class Sorted:
    """Findings that are none of the gaps, those that are, and gaps that no longer occur."""

    new: list[Finding] = field(default_factory=list)
    known: list[Finding] = field(default_factory=list)
    closed: list[Gap] = field(default_factory=list)


def sort(found: Iterable[Finding], gaps: Iterable[Gap]) -> Sorted:
    gaps = list(gaps)
    result, seen = Sorted(), set()
    for finding in found:
        covering = [gap for gap in gaps if gap.covers(finding)]
        (result.known if covering else result.new).append(finding)
        seen.update(covering)
    result.closed = [gap for gap in gaps if gap not in seen and not gap.sometimes]
    return result
