"""Check the contrast of text and background in both colour schemes."""

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from clinic.contrast import contrast_ratio
from newsletter.preflight.mail import Element, Finding, Mail, declarations

#: WCAG 2.2, 1.4.3, for text of any size.
MIN_RATIO = 4.5
Scheme = Literal["light", "dark"]
DARK = re.compile(r"@media \(prefers-color-scheme: dark\)\s*\{((?:[^{}]*\{[^{}]*\})*)")
RULE = re.compile(r"([.\w-]+)\s*\{([^}]*)\}")
INITIAL_STYLE = {"color": "#000000", "background-color": "#ffffff"}


def check_contrast(mail: Mail) -> Iterator[Finding]:
    """Yield a finding for each pair of colours with too little contrast, with its first text."""
    rules = dark_rules(mail.style_sheet)
    seen = set()
    for text_run in mail.text_runs:
        if any(element.style.get("display") == "none" for element in text_run.ancestors):
            continue
        for scheme, changes in (("light", {}), ("dark", rules)):
            pair = _colours(text_run.ancestors, changes)
            if contrast_ratio(*pair) < MIN_RATIO and (scheme, pair) not in seen:
                seen.add((scheme, pair))
                yield Finding(
                    f"“{text_run.text.strip()[:40]}” is hard to read in the {scheme} scheme: "
                    f"{contrast_ratio(*pair):.1f} to 1, and {MIN_RATIO} is the least. Tell whoever "
                    "runs the site."
                )


def dark_rules(style_sheet: str) -> dict[str, dict[str, str]]:
    """Return the declarations of the dark scheme by tag or .class."""
    return {
        name: declarations(css)
        for block in DARK.findall(style_sheet)
        for name, css in RULE.findall(block)
    }


def _colours(
    ancestors: tuple[Element, ...], changes: Mapping[str, Mapping[str, str]]
) -> tuple[str, str]:
    """Return the text and background colours inside these elements; the innermost wins."""
    colours = dict(INITIAL_STYLE)
    for element in ancestors:
        styles = dict(element.style)
        for name in (element.tag, *(f".{css_class}" for css_class in element.classes)):
            styles |= changes.get(name, {})
        colours |= {name: styles[name] for name in INITIAL_STYLE if name in styles}
    return colours["color"], colours["background-color"]
