"""Colour contrast as WCAG 2.2 defines it."""

import re

_COLOUR = re.compile(r"#[0-9a-f]{3}|#[0-9a-f]{6}", re.IGNORECASE)


def contrast_ratio(first: str, second: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, success criterion 1.4.3).

    Colours are #rgb or #rrggbb; raises ValueError for others.
    """
    darker, lighter = sorted(map(_relative_luminance, (first, second)))
    return (lighter + 0.05) / (darker + 0.05)


def _relative_luminance(colour: str) -> float:
    if not _COLOUR.fullmatch(colour):
        raise ValueError(f"not a colour as #rgb or #rrggbb: {colour}")
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    channels = (int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
