"""The public pages' styles: plain CSS files in file order, carried inside each page.

A page arrives with its styles in one answer: nothing to wait for, nothing to shift.
The Content-Security-Policy names each sheet by its hash (docs/adr/0009-styles-inside.md).
"""

import base64
import hashlib
import re
from functools import cache

from clinic.deployment.environment import BASE_DIR

FOLDER = BASE_DIR / "static" / "css"
#: `page` stands in every public page, the others also where they are needed: `facts` beside
#: lists of facts, fees and search, `request` where somebody asks for an appointment,
#: `no-script` there inside `noscript`.
SHEETS = {
    "page": ("tokens", "base", "layout", "components", "forms", "newsletter", "print"),
    "home": ("home",),
    "facts": ("facts",),
    "newsletter": ("newsletter_pages",),
    "request": ("request",),
    "no-script": ("no_script",),
}


def squeeze(css: str) -> str:
    """The same rules without comments and idle white space."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,]) ?|(:) ", r"\1\2", css)
    return css.replace(";}", "}").strip()


@cache
def sheet(name: str) -> str:
    """The text of a sheet, read once in a process."""
    return squeeze("".join((FOLDER / f"{file}.css").read_text() for file in SHEETS[name]))


def policy_source(name: str) -> str:
    """What `style-src` says to let exactly this sheet in (CSP Level 3, hash-source)."""
    digest = hashlib.sha256(sheet(name).encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
