"""Whether words can be read on their ground, in both colour schemes."""

import re
from collections.abc import Iterator, Mapping
from typing import Literal

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
            if ratio(*pair) < LEAST and (scheme, pair) not in seen:
                seen.add((scheme, pair))
                yield Finding(
                    f"“{words.text.strip()[:40]}” is hard to read in the {scheme} scheme: "
                    f"{ratio(*pair):.1f} to 1, and {LEAST} is the least. Tell whoever runs the "
                    "site."
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


def ratio(one: str, other: str) -> float:
    """WCAG's contrast ratio of two colours as #rrggbb, 1 to 21. Raises ValueError for others."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise ValueError(f"not a colour as #rrggbb: {colour}")
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
