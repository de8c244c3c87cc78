import pytest

from clinic.spreadsheet import escape_formula, is_formula

FORMULAS = [
    "=1+1",
    "+61",
    "-x",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "\nx",
    " =1",
    "  ＝1",
    "＋1",
    "－1",
    "＠x",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_formula_gets_an_apostrophe(text):
    """OWASP, CSV Injection."""
    assert is_formula(text)
    assert escape_formula(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", " ", "O'Brien", "a=b", "1-2", "anna@example.org"])
def test_other_text_stays_as_it_is(text):
    assert not is_formula(text)
    assert escape_formula(text) == text
