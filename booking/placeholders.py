"""Placeholders in texts to clients: {name}, {reference}, {clinic}, {phone}."""

import re

from django.core.exceptions import ValidationError

KNOWN = ("name", "reference", "clinic", "phone")
PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")


def check(text: str) -> None:
    """Raise ValidationError for an unknown placeholder."""
    unknown = [name for name in PLACEHOLDER.findall(text) if name not in KNOWN]
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in KNOWN)
        raise ValidationError(
            f"Nothing can be put in for {{{unknown[0]}}}. You can use {known}.", code="placeholder"
        )


def fill(text: str, values: dict[str, str]) -> str:
    """Replace the known placeholders of `text` once; the inserted values are not searched."""
    return PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), text)
