"""Files that are not clearly a table are refused with the number of the row."""

import csv

import pytest

from newsletter.list import import_tables
from newsletter.list.import_rows import read

HEADER = "email,basis,date,source,words"
ANNA = "anna@example.org,paper,2026-05-01,Folder 1,Yes please"
BEN = "ben@example.org,spoken,2026-05-02,Folder 2,No news of others"
LIMIT = csv.field_size_limit()


def table(*lines, header=HEADER):
    return "\r\n".join([header, *lines]).encode()


def refusal(content):
    rows, problems = read(content)
    assert rows == []
    (problem,) = problems
    return problem


OPENED = ANNA.replace("Yes please", '"Yes please')


@pytest.mark.parametrize(
    ("content", "row", "says"),
    [
        (table(OPENED, BEN), 2, import_tables.UNCLOSED),
        (table(ANNA, BEN.replace("No", '"No')), 3, import_tables.UNCLOSED),
        (table(f'"{ANNA}', BEN), 2, import_tables.UNCLOSED),
        (table(ANNA, header=f'"{HEADER}'), 1, import_tables.UNCLOSED),
        (table(OPENED, f'{BEN}"'), 2, import_tables.SWALLOWED),
        (table(OPENED, BEN, f'{BEN}"'), 2, import_tables.SWALLOWED),
        (table(OPENED, BEN.replace("Folder 2", '""')), 2, import_tables.UNCLOSED),
        (table(OPENED, BEN.replace(",No", '",No')), 2, import_tables.SWALLOWED),
        (table(OPENED, 'no address,spoken,,,Words"'), 2, import_tables.SWALLOWED),
        (table(OPENED, BEN.replace("No", '"No"')), 2, import_tables.MISPLACED.format(line=3)),
        (table(ANNA.replace("Yes", '"Yes" and')), 2, import_tables.MISPLACED.format(line=2)),
        (table(OPENED, f'{BEN}"').replace(b",", b";"), 2, import_tables.SWALLOWED),
        (b"sep=,\r\n" + table(ANNA, OPENED, BEN.replace("No", '"No"')), 3, "line 5 of the file"),
    ],
)
def test_fault_17_open_quotation_mark_is_refused_with_its_row(content, row, says):
    number, text = refusal(content)
    assert number == row
    assert says in text


@pytest.mark.parametrize(
    "words",
    [
        "Yes,\nplease",
        "News of:\nevents, books, talks, groups, letters",
        "Write to\nhello@example.org\nif this is wrong",
        'I read ""News, talks"" and agree\non paper, with my name',
        "She said: yes,\r\n\r\nsend it",
    ],
)
def test_fault_17_words_on_several_lines_stay_one_persons_own(words):
    rows, problems = read(table(ANNA.replace("Yes please", f'"{words}"'), BEN))
    assert problems == []
    assert rows[0].words == words.replace('""', '"')
    assert rows[1].email == "ben@example.org"


@pytest.mark.parametrize(
    "content",
    [
        table(f"{ANNA},,", f"{BEN},,", header=f"{HEADER},,"),
        table(f"{ANNA},", f"{BEN}, , ,", ",,,,,,,", header=f"{HEADER},,"),
        table(f",{ANNA}", f" ,{BEN}", header=f",{HEADER}"),
        table(ANNA, BEN, header=HEADER).replace(b"l,", b"l,,").replace(b"org,", b"org,,"),
        table(f"{ANNA},,,", BEN),
        b"sep=;\r\n" + table(ANNA, BEN).replace(b",", b";"),
        b"sep=,\n" + table(ANNA, BEN),
        b'\xef\xbb\xbf"sep=;";;;;\r\n' + table(ANNA, BEN).replace(b",", b";"),
        b"SEP=\t\r\n" + table(ANNA, BEN).replace(b",", b"\t"),
        ("sep=;\r\n" + table(ANNA, BEN).decode().replace(",", ";")).encode("utf-16"),
    ],
)  # fmt: skip
def test_fault_17_what_excel_adds_is_no_part_of_the_table(content):
    rows, problems = read(content)
    assert problems == []
    assert [row.email for row in rows] == ["anna@example.org", "ben@example.org"]
    assert [row.number for row in rows] == [2, 3]


def test_fault_17_cell_beyond_the_header_is_counted_though_others_are_empty():
    (problem,) = read(table(f"{ANNA},,", f"{BEN},more,", header=f"{HEADER},,"))[1]
    assert (problem.number, problem.text[:27]) == (3, "It has 6 cells and needs 5.")


def test_fault_17_named_column_that_is_empty_throughout_is_missed():
    rows = [line.rpartition(",")[0] + "," for line in (ANNA, BEN)]
    assert [text for _, text in read(table(*rows))[1]] == ["“words” is empty."] * 2


@pytest.mark.parametrize("quoted", ["", '"'])
def test_fault_17_very_long_cell_is_called_too_long(quoted):
    words = f"{quoted}{'x' * (LIMIT + 1)}{quoted}"
    number, text = refusal(table(BEN, ANNA.replace("Yes please", words)))
    assert number == 3
    assert text.startswith("A cell has more than 131,072 characters.")


def test_fault_17_open_quotation_mark_in_a_long_file_names_its_row():
    lines = [BEN] * 3000
    number, text = refusal(table(ANNA, OPENED, *lines))
    assert number == 3
    assert "close its quotation mark" in text


@pytest.mark.parametrize(
    ("day", "says"),
    [
        ("31/5/26", "Write the year with four digits"),
        ("31/5/0026", "Write the year with four digits"),
        ("0026-05-31", "Write the year with four digits"),
        ("26-05-31", "Write the year with four digits"),
        ("31.5.26", "Write the year with four digits"),
        ("31 May 26", "Write the year with four digits"),
        ("31/5/226", "Write the year with four digits"),
        ("31/5/1026", "Check the year: 1026."),
        ("31/6/2026", "June 2026 has no day 31."),
        ("31 June 2026", "June 2026 has no day 31."),
        ("2026-06-31", "June 2026 has no day 31."),
    ],
)
def test_fault_17_day_that_cannot_be_meant_is_refused(day, says):
    (problem,) = read(table(ANNA, BEN.replace("2026-05-02", day)))[1]
    assert problem.number == 3
    assert says in problem.text


ZOE = ANNA.replace("Yes please", "Zoë says yes, “please”")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (table(ZOE) + b"\r\n\xe9", import_tables.BROKEN_LETTERS),
        (table(ZOE)[:-2], import_tables.BROKEN_LETTERS),
        (table(ZOE).decode().encode("utf-16")[:-1], import_tables.NO_TEXT),
        (table(ANNA) + b"\r\n\x81\x8d", import_tables.NO_TEXT),
    ],
    ids=["a byte of another", "cut off", "UTF-16 cut off", "no letters of Windows"],
)
def test_fault_17_letters_that_would_be_read_as_others_are_refused(content, says):
    problem = refusal(content)
    assert (problem.number, problem.text) == (0, says)
