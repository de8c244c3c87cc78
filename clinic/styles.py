"""Style sheets of public pages, inlined into each page.

A page and its styles arrive in one response, so rendering does not wait and nothing shifts.
The Content-Security-Policy contains the hash of each sheet (docs/adr/0009-styles-inside.md).
"""

import base64
import hashlib
import re
from functools import cache

from clinic.deployment.environment import BASE_DIR

FOLDER = BASE_DIR / "static" / "css"
#: Names of sheets to their CSS files in order. `page` is in every public page, the others only
#: where needed: `facts` with lists of facts, fees and search, `request` in the appointment
#: form, `no-script` there inside `noscript`.
SHEETS = {
    "page": ("tokens", "base", "layout", "components", "forms", "newsletter", "print"),
    "home": ("home",),
    "facts": ("facts",),
    "newsletter": ("newsletter_pages",),
    "request": ("request",),
    "no-script": ("no_script",),
}


def squeeze(css: str) -> str:
    """Return the CSS without comments and superfluous white space."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,]) ?|(:) ", r"\1\2", css)
    return css.replace(";}", "}").strip()


@cache
def sheet(name: str) -> str:
    """Return the text of a sheet, read once per process."""
    return squeeze("".join((FOLDER / f"{file}.css").read_text() for file in SHEETS[name]))


def policy_source(name: str) -> str:
    """Return the hash-source that allows this sheet in `style-src` (CSP Level 3)."""
    digest = hashlib.sha256(sheet(name).encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
