import pytest

from newsletter.list.import_rows import MAX_ROWS, read

GOOD = "a@example.org,paper,2026-05-01,Folder 3,Yes please"
HEADER = "email,basis,date,source,words"


def table(*lines, header=HEADER):
    return "\r\n".join([header, *lines]).encode()


def problems(*lines, **changes):
    return [tuple(problem) for problem in read(table(*lines, **changes))[1]]


def test_good_row_is_read_whole():
    rows, found = read(table(GOOD))
    assert found == []
    row = rows[0]
    assert (row.number, row.email, row.basis, str(row.given_on)) == (
        *(2, "a@example.org", "paper"),
        "2026-05-01",
    )
    assert (row.source, row.words) == ("Folder 3", "Yes please")


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + table(GOOD),
        table(GOOD).decode().encode("utf-16"),
        table(GOOD).replace(b",", b";"),
        table(GOOD).replace(b",", b"\t"),
        table(GOOD).replace(b"\r\n", b"\n"),
        table(GOOD, "", ",,,,"),
        table(GOOD.replace("2026-05-01", "1/5/2026")),
        table(GOOD.replace("paper", "Paper"), header=" Email ,BASIS,date,source,words"),
    ],
    ids=["bom", "utf-16", "semicolons", "tabs", "unix", "empty lines", "day first", "capitals"],
)
def test_what_spreadsheets_write_is_read(content):
    rows, found = read(content)
    assert found == []
    assert [row.email for row in rows] == ["a@example.org"]
    assert str(rows[0].given_on) == "2026-05-01"


def test_windows_letters_are_read():
    rows, _ = read(table(GOOD.replace("Folder 3", "Café “blue”")).decode().encode("cp1252"))
    assert rows[0].source == "Café “blue”"


def test_words_may_hold_commas_and_lines_in_quotes():
    rows, _ = read(table('a@example.org,paper,2026-05-01,Folder,"Yes,\nplease"', GOOD[:-3]))
    assert rows[0].words == "Yes,\nplease"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("nobody,paper,2026-05-01,Folder,Yes", "“email” is not one email address."),
        (",paper,2026-05-01,Folder,Yes", "“email” is empty."),
        ("a@example.org,,2026-05-01,Folder,Yes", "“basis” is empty."),
        ("a@example.org,paper,,Folder,Yes", "“date” is empty."),
        ("a@example.org,paper,2026-05-01,,Yes", "“source” is empty."),
        ("a@example.org,paper,2026-05-01,Folder,", "“words” is empty."),
        ("a@example.org,client,2026-05-01,Folder,Yes", "Being a client is no yes."),
        ("a@example.org,paper,May 2026,Folder,Yes", "“date”: Enter a day such as"),
        ("a@example.org,paper,2026-02-30,Folder,Yes", "February 2026 has no day 30."),
        ("a@example.org,paper,2999-01-01,Folder,Yes", "“date” lies in the future."),
        ("a@example.org,paper,2026-05-01,=1+1,Yes", "“source” begins like a formula."),
        ("+a@example.org,paper,2026-05-01,Folder,Yes", "“email” begins like a formula."),
        ("a@example.org,paper,2026-05-01,Folder,@SUM(A1)", "“words” begins like a formula."),
        ("a@example.org,paper,2026-05-01,Folder,Yes,more", "It has 6 cells and needs 5."),
        ("a@example.org", "It has 1 cells and needs 5."),
        ("a@example.org,paper,2026-05-01," + "x" * 201 + ",Yes", "more than 200 characters."),
    ],
)
def test_bad_row_says_its_number_and_what_to_do(line, says):
    ((number, text),) = problems("b@example.org,paper,2026-05-01,Folder,Yes", line)
    assert number == 3
    assert says in text


def test_every_bad_row_is_named():
    assert [number for number, _ in problems("x", GOOD, "y")] == [2, 4]


def test_two_spellings_of_one_address_are_one_too_many():
    ((number, text),) = problems(GOOD, GOOD.replace("a@example.org", "A@EXAMPLE.ORG"))
    assert (number, text) == (3, "The same address stands in line 2. Keep one of them.")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The first line must read: email,basis,date,source,words"),
        (b"email\na@example.org", "The first line must read"),
        (HEADER.encode(), "There is nobody in this file."),
        (b"PK\x03\x04\x00\x00", "This is no text file."),
        (table('"' + "x" * 200_000), "close its quotation mark"),
        (table(*[GOOD] * (MAX_ROWS + 1)), "split the file"),
    ],
    ids=["empty", "other header", "nobody", "xlsx", "open quote", "too many"],
)
def test_file_that_is_no_table_says_so(content, says):
    rows, found = read(content)
    assert rows == []
    assert says in found[0].text


@pytest.mark.parametrize("unseen", ["\u200b", "\u2060", "\ufeff", "\u200e", "\u202c", "\u00ad"])
def test_fault_20_what_was_pasted_along_is_no_part_of_a_cell(unseen):
    cells = GOOD.replace("a@", f"a{unseen}@").replace("paper", f"{unseen}paper{unseen}")
    cells = cells.replace("2026-05-01", f"2026-05-01{unseen}")
    (row,), found = read(table(cells, header=f"{unseen}{HEADER}"))
    assert (row.email, row.basis, str(row.given_on), found) == (
        *("a@example.org", "paper", "2026-05-01"),
        [],
    )


@pytest.mark.parametrize(
    ("address", "says"),
    [("\u212aate@example.org", "plain letters"), ("t@localhost", "the whole address")],
)
def test_fault_20_address_of_a_row_is_asked_for_as_on_every_form(address, says):
    assert says in problems(GOOD.replace("a@example.org", address))[0][1]
