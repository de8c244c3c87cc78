"""Reading a table of people: what a spreadsheet writes in, rows with proof or problems out."""

import csv
import datetime
import io
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils import timezone

from newsletter import addresses
from newsletter.models import ConsentEvent

HEADER = ("email", "basis", "date", "source", "words")
MOST_ROWS = 20_000
LONGEST = {"source": 200, "words": 2000}
#: What a spreadsheet takes for a formula (OWASP, CSV Injection).
FORMULA = ("=", "+", "-", "@", "\t", "＝", "＋", "－", "＠")
BASES = ConsentEvent.Basis.values
DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y")


class Problem(NamedTuple):
    """`number` is the line that a spreadsheet shows; 0 is the file as a whole."""

    number: int
    text: str


class Row(NamedTuple):
    number: int
    email: str
    basis: str
    given_on: datetime.date
    source: str
    words: str

    @property
    def normalised(self) -> str:
        return addresses.normalise(self.email)

    @property
    def address_hash(self) -> str:
        return addresses.keyed_hash(self.normalised)


def read(content: bytes) -> tuple[list[Row], list[Problem]]:
    """The rows of a file and what is wrong in it; nothing is looked up."""
    text = _decode(content)
    if "\0" in text:
        return [], [Problem(0, "This is no text file. Save it as CSV (UTF-8).")]
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error:
        return [], [Problem(0, "A cell never ends: a quotation mark is missing.")]
    header = tuple(cell.strip().lower() for cell in lines[0]) if lines else ()
    if header != HEADER:
        return [], [Problem(1, f"The first line must read: {','.join(HEADER)}")]
    filled = [(n, line) for n, line in enumerate(lines[1:], 2) if any(c.strip() for c in line)]
    if not filled:
        return [], [Problem(0, "There is nobody in this file.")]
    if len(filled) > MOST_ROWS:
        return [], [Problem(0, f"More than {MOST_ROWS:,} rows: split the file.")]
    return _read_lines(filled)


def _decode(content: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or what Excel writes on Windows."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _read_lines(lines: list[tuple[int, list[str]]]) -> tuple[list[Row], list[Problem]]:
    rows, problems = [], []
    seen: dict[str, int] = {}
    for number, line in lines:
        cells = dict(zip(HEADER, (cell.strip() for cell in line), strict=False))
        found = _wrong_in(cells, len(line))
        if not found:
            row = _row(number, cells)
            earlier = seen.setdefault(row.normalised, number)
            if earlier == number:
                rows.append(row)
            else:
                found = [f"The same address stands in line {earlier}. Keep one of them."]
        problems += [Problem(number, text) for text in found]
    return rows, problems


def _row(number: int, cells: dict[str, str]) -> Row:
    given_on = _date(cells["date"])
    assert given_on is not None  # noqa: S101  (`_wrong_in` found nothing)
    basis = cells["basis"].lower()
    return Row(number, cells["email"], basis, given_on, cells["source"], cells["words"])


def _wrong_in(cells: dict[str, str], width: int) -> list[str]:
    """What to mend in one line."""
    if width != len(HEADER):
        return [f"It has {width} cells and needs {len(HEADER)}. Put text with commas in quotes."]
    found = [f"“{name}” is empty." for name in HEADER if not cells[name]]
    found += [
        f"“{name}” begins like a formula. Write it as plain text."
        for name in HEADER
        if cells[name].startswith(FORMULA)
    ]
    found += [
        f"“{name}” has more than {most:,} characters."
        for name, most in LONGEST.items()
        if len(cells[name]) > most
    ]
    return found or [*_wrong_address(cells), *_wrong_basis(cells), *_wrong_date(cells)]


def _wrong_address(cells: dict[str, str]) -> list[str]:
    try:
        addresses.validate(cells["email"])
        addresses.normalise(cells["email"])
    except ValidationError:
        return ["“email” is not one email address."]
    return []


def _wrong_basis(cells: dict[str, str]) -> list[str]:
    if cells["basis"].lower() in BASES:
        return []
    return [f"“basis” must be one of {', '.join(BASES)}. Being a client is no yes."]


def _wrong_date(cells: dict[str, str]) -> list[str]:
    given_on = _date(cells["date"])
    if given_on is None:
        return ["“date” must look like 2026-05-31 or 31/5/2026."]
    if given_on > timezone.localdate():
        return ["“date” lies in the future."]
    return []


def _date(text: str) -> datetime.date | None:
    for form in DATES:
        try:
            # A day has no time zone.
            return datetime.datetime.strptime(text, form).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None
