"""How an issue looks as a mail: styles stand in every tag, because mail programs drop sheets.

The styles are `mail.css`, the colours those of `static/css/tokens.css`. Programs that know no
colour schemes show the light one.
"""

import re
from functools import cache
from pathlib import Path

import css_inline

from clinic import brand

SHEET = (Path(__file__).parent / "mail.css").read_text()
_RULE = re.compile(r"([.\w-]+)\s*\{([^{}]*)\}")


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(
        extra_css=brand.resolve(SHEET, brand.LIGHT),
        inline_style_tags=False,  # what depends on the screen and the scheme stays in the head
        keep_style_tags=True,
        load_remote_stylesheets=False,
    )


def inline_styles(html: str) -> str:
    """The document with the styles of each tag in its `style` attribute."""
    return _inliner().inline(html)


@cache
def dark() -> str:
    """The rules of the dark scheme; they must win over what stands in the tags."""
    rules = []
    for selector, body in _RULE.findall(SHEET):
        colours = [each.strip() for each in body.split(";") if "var(--" in each]
        if colours:
            declarations = ";".join(f"{colour} !important" for colour in colours)
            rules.append(f"{selector}{{{brand.resolve(declarations, brand.DARK)}}}")
    return "\n".join(rules)
