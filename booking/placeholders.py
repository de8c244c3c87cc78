"""Words that stand for something of a request: {name}, {reference}, {clinic}, {phone}."""

import re

from django.core.exceptions import ValidationError

KNOWN = ("name", "reference", "clinic", "phone")
PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")


def check(text: str) -> None:
    """Raises ValidationError for a placeholder that nothing could be put in for."""
    unknown = [found for found in PLACEHOLDER.findall(text) if found not in KNOWN]
    if unknown:
        may = ", ".join(f"{{{name}}}" for name in KNOWN)
        raise ValidationError(
            f"Nothing can be put in for {{{unknown[0]}}}. You can use {may}.", code="placeholder"
        )


def fill(text: str, values: dict[str, str]) -> str:
    """`text` with its known placeholders replaced, once: what is put in stays as it is."""
    return PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)
