"""Words that the rules for advertising a health service list, as for every page of the site."""

import hashlib
from collections.abc import Iterator
from typing import Any

from clinic.cms.editing import lint
from newsletter.preflight.mail import Finding


def check_words(issue: Any) -> Iterator[Finding]:
    """What an IssuePage says; what can hardly be meant otherwise stops it."""
    for found in lint.advertising(issue):
        text = f"{found.where}: “{found.words}”. {found.why} Instead: {found.instead}"
        yield Finding(text, is_stop=found.stops, must_be_read=not found.stops)


def to_be_read(issue: Any) -> str:
    """What the tick “I have read these” is worth: empty if there is nothing to read."""
    texts = [found.text for found in check_words(issue) if found.must_be_read]
    return hashlib.sha256("\0".join(texts).encode()).hexdigest() if texts else ""
