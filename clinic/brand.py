"""The colours of static/css/tokens.css for what cannot use them there: mails and pictures."""

import re

from clinic.styles import FOLDER

_TOKEN = re.compile(r"--([a-z-]+):\s*(#[0-9a-f]{3,6});")
_USE = re.compile(r"var\(--([a-z-]+)\)")


def _schemes() -> tuple[dict[str, str], dict[str, str]]:
    light, dark = (FOLDER / "tokens.css").read_text().split("prefers-color-scheme: dark")
    return _colours_in(light), _colours_in(dark)


def _colours_in(css: str) -> dict[str, str]:
    """Each token as #rrggbb: mail programs know no shorter form."""
    return {
        token: colour if len(colour) == 7 else "#" + "".join(2 * digit for digit in colour[1:])
        for token, colour in _TOKEN.findall(css)
    }


#: Token, such as `ink`, to its colour in the light and in the dark scheme.
LIGHT, DARK = _schemes()


def resolve(css: str, colours: dict[str, str]) -> str:
    """The CSS with each `var(--token)` replaced. Raises KeyError for an unknown token."""
    return _USE.sub(lambda use: colours[use[1]], css)
