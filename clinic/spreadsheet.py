"""Protection of spreadsheet cells against formula injection (OWASP, CSV Injection)."""

#: First characters that make a spreadsheet program run a cell as a formula.
FORMULA_PREFIXES = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet program may run `text`; spaces before it do not count."""
    return text.lstrip(" ").startswith(FORMULA_PREFIXES)


def escape_formula(text: str) -> str:
    """Return `text`, with an apostrophe before it if a spreadsheet program may run it."""
    return f"'{text}" if is_formula(text) else text
