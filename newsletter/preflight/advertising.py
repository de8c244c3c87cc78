"""Check an issue against the advertising rules for health services, as every page of the site."""

import hashlib
from collections.abc import Iterator
from typing import Any

from clinic.cms.editing import lint
from newsletter.preflight.mail import Finding


def check_words(issue: Any) -> Iterator[Finding]:
    """Yield a finding for each listed phrase of an IssuePage; the clearest ones stop it."""
    for notice in lint.advertising(issue):
        text = f"{notice.where}: “{notice.words}”. {notice.why} Instead: {notice.instead}"
        yield Finding(text, is_stop=notice.stops, must_be_read=not notice.stops)


def reading_digest(issue: Any) -> str:
    """Return the value of the checkbox “I have read these”: a digest, "" with nothing to read."""
    texts = [notice.text for notice in check_words(issue) if notice.must_be_read]
    return hashlib.sha256("\0".join(texts).encode()).hexdigest() if texts else ""
