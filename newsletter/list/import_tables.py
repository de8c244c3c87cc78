"""Parse a spreadsheet's CSV file strictly: a wrong guess could give a row to another person.

An unclosed quotation mark would put the rows below it into one cell, and so into one person's
proof. A file that is not clearly a table is refused, with the number of the row.
"""

import csv
import io
import re
from typing import NamedTuple

from newsletter.models import ConsentEvent

NO_TEXT = "This is no text file. Save it as CSV (UTF-8)."
BROKEN_LETTERS = (
    "Some letters in this file are broken: most of it is UTF-8, and a part is not. Open it in "
    "your spreadsheet, look at the names and words, and save it as CSV (UTF-8)."
)
UNCLOSED = (
    "A quotation mark opens here and never closes. Close it, or write quotation marks "
    'inside a cell twice ("").'
)
#: `{line}` is counted as a text editor does.
MISPLACED = (
    "A quotation mark opens here, and in line {line} of the file another one stands where "
    'none may be. Close the first one, or write quotation marks inside a cell twice ("").'
)
SWALLOWED = (
    "A quotation mark opens here and takes what looks like the next row into the cell. "
    "Close it, or put that text on one line."
)
TOO_LONG = (
    "A cell has more than {max_length:,} characters. Shorten it, or close its quotation mark."
)

DELIMITERS = ",;\t|"
#: The line above a table by which Excel states the delimiter.
_SEP = re.compile(rf'"?sep=([{DELIMITERS}])"?[{DELIMITERS} ]*(?:\r\n|\n|\r|\Z)', re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+")
_DAY = re.compile(r"\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}")
_CELLS_OF_ROW = 5
#: A letter beyond ASCII in UTF-8 (RFC 3629); in other encodings such bytes are rare.
_UTF8_LETTER = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)


class Problem(NamedTuple):
    """`number` is the row as a spreadsheet numbers it; 0 is the whole file."""

    number: int
    text: str


class UnreadableError(Exception):
    def __init__(self, number: int, text: str) -> None:
        super().__init__(text)
        self.problem = Problem(number, text)


def read(content: bytes) -> list[list[str]]:
    """Return the rows of a file, without empty columns. Raises `UnreadableError`."""
    text = decode(content)
    if "\0" in text:
        raise UnreadableError(0, NO_TEXT)
    separator_line = _SEP.match(text)
    body = text[separator_line.end() :] if separator_line else text
    delimiter = separator_line[1] if separator_line else _delimiter(body)
    return _without_empty_columns(_parse(body, delimiter, lines_above=1 if separator_line else 0))


def decode(content: bytes) -> str:
    """Decode UTF-8, UTF-16 with a byte order mark, or Windows-1252. Raises `UnreadableError`.

    The text becomes a person's proof, so nothing is guessed or replaced.
    """
    has_bom = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return content.decode("utf-16" if has_bom else "utf-8-sig")
    except UnicodeDecodeError:
        if has_bom:
            raise UnreadableError(0, NO_TEXT) from None
    others = sum(byte > 127 for byte in _UTF8_LETTER.sub(b"", content))
    if len(_UTF8_LETTER.findall(content)) > others:
        raise UnreadableError(0, BROKEN_LETTERS)
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        raise UnreadableError(0, NO_TEXT) from None


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(DELIMITERS, key=first.count)


def _parse(text: str, delimiter: str, *, lines_above: int) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows.append(row)
            if any(_contains_row(cell, delimiter) for cell in row):
                raise UnreadableError(len(rows), SWALLOWED)
    except csv.Error as error:
        message = _message(str(error), reader.line_num + lines_above)
        raise UnreadableError(len(rows) + 1, message) from error
    return rows


def _message(error: str, line: int) -> str:
    if error.startswith("field larger"):
        return TOO_LONG.format(max_length=csv.field_size_limit())
    return UNCLOSED if error.startswith("unexpected end") else MISPLACED.format(line=line)


def _contains_row(cell: str, delimiter: str) -> bool:
    """Whether a line of a cell after the first looks like a row."""
    lines = cell.splitlines()[1:]
    return any(_looks_like_row(line.split(delimiter)) for line in lines)


def _looks_like_row(cells: list[str]) -> bool:
    stripped = [cell.strip(" \t\"'") for cell in cells]
    if len(stripped) == 1:
        return False
    matches = [
        any(_ADDRESS.fullmatch(cell) for cell in stripped),
        any(cell.lower() in ConsentEvent.Basis.values for cell in stripped),
        any(_DAY.fullmatch(cell) for cell in stripped),
    ]
    required = 1 if len(stripped) >= _CELLS_OF_ROW else 2
    return matches[0] or sum(matches) >= required


def _without_empty_columns(rows: list[list[str]]) -> list[list[str]]:
    """Remove empty columns, which Excel writes if they were ever edited."""
    filled: set[int] = set()
    for row in rows:
        filled.update(n for n, cell in enumerate(row) if cell.strip())
    return [[cell for n, cell in enumerate(row) if n in filled] for row in rows]
