"""Whether words can be read on their ground, in both colour schemes."""

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from clinic.contrast import contrast_ratio
from newsletter.preflight.mail import Element, Finding, Mail, declarations

#: WCAG 2.2, 1.4.3, for text of any size.
LEAST = 4.5
Scheme = Literal["light", "dark"]
DARK = re.compile(r"@media \(prefers-color-scheme: dark\)\s*\{((?:[^{}]*\{[^{}]*\})*)")
RULE = re.compile(r"([.\w-]+)\s*\{([^}]*)\}")
START = {"color": "#000000", "background-color": "#ffffff"}


def check_contrast(mail: Mail) -> Iterator[Finding]:
    """One finding for each pair of colours that is too close, with the words it hides."""
    rules = dark_rules(mail.sheet)
    seen = set()
    for words in mail.words:
        if any(each.style.get("display") == "none" for each in words.around):
            continue
        for scheme, changes in (("light", {}), ("dark", rules)):
            pair = _colours(words.around, changes)
            if contrast_ratio(*pair) < LEAST and (scheme, pair) not in seen:
                seen.add((scheme, pair))
                yield Finding(
                    f"“{words.text.strip()[:40]}” is hard to read in the {scheme} scheme: "
                    f"{contrast_ratio(*pair):.1f} to 1, and {LEAST} is the least. Tell whoever "
                    "runs the site."
                )


def dark_rules(sheet: str) -> dict[str, dict[str, str]]:
    """Tag or .class to what the dark scheme says of it."""
    return {
        name: declarations(css)
        for block in DARK.findall(sheet)
        for name, css in RULE.findall(block)
    }


def _colours(
    around: tuple[Element, ...], changes: Mapping[str, Mapping[str, str]]
) -> tuple[str, str]:
    """Colour and ground of a text inside these elements; the innermost that says one wins."""
    found = dict(START)
    for element in around:
        own = dict(element.style)
        for name in (element.tag, *(f".{each}" for each in element.classes)):
            own |= changes.get(name, {})
        found |= {name: own[name] for name in START if name in own}
    return found["color"], found["background-color"]
