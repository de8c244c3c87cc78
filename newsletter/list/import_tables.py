"""What a spreadsheet wrote, as a table: strictly, as a wrong guess here moves people.

An open quotation mark would take the rows below it into one cell, and so into one person's
proof. Whatever is not plainly a table is refused, with the row.
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
OPEN = (
    "A quotation mark opens here and never closes. Close it, or write quotation marks "
    'inside a cell twice ("").'
)
#: `{line}` as a text editor counts them.
MISPLACED = (
    "A quotation mark opens here, and in line {line} of the file another one stands where "
    'none may be. Close the first one, or write quotation marks inside a cell twice ("").'
)
SWALLOWED = (
    "A quotation mark opens here and takes what looks like the next row into the cell. "
    "Close it, or put that text on one line."
)
TOO_LONG = "A cell has more than {most:,} characters. Shorten it, or close its quotation mark."

DELIMITERS = ",;\t|"
#: What Excel writes, and reads, above a table: it says what stands between cells.
_SEP = re.compile(rf'"?sep=([{DELIMITERS}])"?[{DELIMITERS} ]*(?:\r\n|\n|\r|\Z)', re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+")
_DAY = re.compile(r"\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}")
_ENOUGH_FOR_A_ROW = 5
#: A letter beyond ASCII as UTF-8 writes it (RFC 3629); in other encodings such bytes are rare.
_UTF8_LETTER = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)


class Problem(NamedTuple):
    """`number` is the row that a spreadsheet shows; 0 is the file as a whole."""

    number: int
    text: str


class UnreadableError(Exception):
    def __init__(self, number: int, text: str) -> None:
        super().__init__(text)
        self.problem = Problem(number, text)


def read(content: bytes) -> list[list[str]]:
    """The rows of a file, without columns that are empty throughout. Raises `UnreadableError`."""
    text = decode(content)
    if "\0" in text:
        raise UnreadableError(0, NO_TEXT)
    named = _SEP.match(text)
    body = text[named.end() :] if named else text
    delimiter = named[1] if named else _delimiter(body)
    return _without_empty_columns(_strictly(body, delimiter, lines_above=1 if named else 0))


def decode(content: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or what Excel writes on Windows. Raises `UnreadableError`.

    A letter that is read as another stands in somebody's proof: nothing is guessed or replaced.
    """
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return content.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError:
        if marked:
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


def _strictly(text: str, delimiter: str, *, lines_above: int) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows.append(row)
            if any(_holds_a_row(cell, delimiter) for cell in row):
                raise UnreadableError(len(rows), SWALLOWED)
    except csv.Error as error:
        said = _in_words(str(error), reader.line_num + lines_above)
        raise UnreadableError(len(rows) + 1, said) from error
    return rows


def _in_words(error: str, line: int) -> str:
    if error.startswith("field larger"):
        return TOO_LONG.format(most=csv.field_size_limit())
    return OPEN if error.startswith("unexpected end") else MISPLACED.format(line=line)


def _holds_a_row(cell: str, delimiter: str) -> bool:
    """Whether one of the further lines of a cell was meant to be a row."""
    lines = cell.splitlines()[1:]
    return any(_looks_like_a_row(line.split(delimiter)) for line in lines)


def _looks_like_a_row(cells: list[str]) -> bool:
    bare = [cell.strip(" \t\"'") for cell in cells]
    if len(bare) == 1:
        return False
    signs = [
        any(_ADDRESS.fullmatch(cell) for cell in bare),
        any(cell.lower() in ConsentEvent.Basis.values for cell in bare),
        any(_DAY.fullmatch(cell) for cell in bare),
    ]
    enough = 1 if len(bare) >= _ENOUGH_FOR_A_ROW else 2
    return signs[0] or sum(signs) >= enough


def _without_empty_columns(rows: list[list[str]]) -> list[list[str]]:
    """Excel writes columns that somebody once touched: nothing stands in them."""
    filled: set[int] = set()
    for row in rows:
        filled.update(n for n, cell in enumerate(row) if cell.strip())
    return [[cell for n, cell in enumerate(row) if n in filled] for row in rows]
