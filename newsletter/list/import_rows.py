"""Read the rows of an import file and check each of them."""

import datetime
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils import timezone

from clinic.form_fields.addresses import check
from clinic.form_fields.dates import TypedDateField
from clinic.form_fields.typed import visible
from clinic.spreadsheet import is_formula
from newsletter import addresses
from newsletter.list import import_tables
from newsletter.list.import_tables import Problem
from newsletter.models import ConsentEvent

HEADER = ("email", "basis", "date", "source", "words")
MAX_ROWS = 20_000
MAX_LENGTHS = {"date": 40, "source": 200, "words": 2000}
BASES = ConsentEvent.Basis.values
_DAY = TypedDateField()


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
    """Return the rows of a file and its problems, without a query."""
    try:
        lines = import_tables.read(content)
    except import_tables.UnreadableError as error:
        return [], [error.problem]
    header = [visible(cell).strip().lower() for cell in lines[0]] if lines else []
    # The header has empty cells if a row below it has too many.
    if tuple(header[: len(HEADER)]) != HEADER or any(header[len(HEADER) :]):
        return [], [Problem(1, f"The first line must read: {','.join(HEADER)}")]
    filled = [(n, line) for n, line in enumerate(lines[1:], 2) if any(c.strip() for c in line)]
    if not filled:
        return [], [Problem(0, "There is nobody in this file.")]
    if len(filled) > MAX_ROWS:
        return [], [Problem(0, f"More than {MAX_ROWS:,} rows: split the file.")]
    return _read_lines([(n, _strip_empty_cells(line)) for n, line in filled])


def _strip_empty_cells(line: list[str]) -> list[str]:
    """Remove empty cells beyond those of the header."""
    while len(line) > len(HEADER) and not line[-1].strip():
        line = line[:-1]
    return line


def _strip_invisible(cell: str) -> str:
    """Remove invisible characters at both ends of a cell."""
    return cell.strip(" \t\r\n\f\v\u00a0\u200b\u2060\ufeff")


def _read_lines(lines: list[tuple[int, list[str]]]) -> tuple[list[Row], list[Problem]]:
    rows, problems = [], []
    seen: dict[str, int] = {}
    for number, line in lines:
        cells = dict(zip(HEADER, map(_strip_invisible, line), strict=False))
        cells |= {name: visible(cells.get(name, "")) for name in ("email", "basis")}
        errors = _errors_in(cells, len(line))
        if not errors:
            row = _row(number, cells)
            earlier = seen.setdefault(row.normalised, number)
            if earlier == number:
                rows.append(row)
            else:
                errors = [f"The same address stands in line {earlier}. Keep one of them."]
        problems += [Problem(number, text) for text in errors]
    return rows, problems


def _row(number: int, cells: dict[str, str]) -> Row:
    basis, given_on = cells["basis"].lower(), _date(cells["date"])
    return Row(number, cells["email"], basis, given_on, cells["source"], cells["words"])


def _errors_in(cells: dict[str, str], width: int) -> list[str]:
    """Return what to correct in one line."""
    if width != len(HEADER):
        return [f"It has {width} cells and needs {len(HEADER)}. Put text with commas in quotes."]
    errors = [f"“{name}” is empty." for name in HEADER if not cells[name]]
    errors += [
        f"“{name}” begins like a formula. Write it as plain text."
        for name in HEADER
        if is_formula(cells[name])
    ]
    errors += [
        f"“{name}” has more than {max_length:,} characters."
        for name, max_length in MAX_LENGTHS.items()
        if len(cells[name]) > max_length
    ]
    return errors or [*_address_errors(cells), *_basis_errors(cells), *_date_errors(cells)]


def _address_errors(cells: dict[str, str]) -> list[str]:
    try:
        addresses.validate(cells["email"])
        addresses.normalise(cells["email"])
    except ValidationError:
        return ["“email” is not one email address."]
    try:
        check(cells["email"], international=True)
    except ValidationError as error:
        return [f"“email”: {error.messages[0]}"]
    return []


def _basis_errors(cells: dict[str, str]) -> list[str]:
    if cells["basis"].lower() in BASES:
        return []
    return [f"“basis” must be one of {', '.join(BASES)}. Being a client is no yes."]


def _date_errors(cells: dict[str, str]) -> list[str]:
    try:
        given_on = _date(cells["date"])
    except ValidationError as error:
        return [f"“date”: {error.messages[0]}"]
    if given_on > timezone.localdate():
        return ["“date” lies in the future."]
    return []


def _date(text: str) -> datetime.date:
    day: datetime.date = _DAY.clean(text)
    return day
