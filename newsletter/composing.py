"""An issue as a mail: subject, HTML and text, the same for all but one link.

`UNSUBSCRIBE` stands where each person's own link goes; `newsletter.messages`
puts it in. Nothing else differs between two people's mails.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string

from clinic.models import ClinicDetails
from newsletter import plain_text

UNSUBSCRIBE = "%%address-to-leave-the-list%%"

#: A mail carries its own styles; nothing in it runs or loads anything.
MAIL_POLICY = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "sandbox": ["allow-popups"],
    "frame-ancestors": ["'self'"],
}


@dataclass(frozen=True)
class Content:
    subject: str
    text: str
    html: str


def absolute(html: str) -> str:
    """Links to pages of this site with their full address: a mail has no site."""
    return re.sub(r'href="(/[^"]*)"', lambda m: f'href="{settings.SITE_URL}{m[1]}"', html)


def compose(issue: Any) -> Content:
    """The mail of an IssuePage as it is now, with `UNSUBSCRIBE` for the personal link."""
    blocks = [(b.block_type, b.value, absolute(str(b.render()))) for b in issue.body]
    context = {
        "issue": issue,
        "clinic": ClinicDetails.current(),
        "site_url": settings.SITE_URL,
        "web_address": issue.web_address,
        "unsubscribe_address": UNSUBSCRIBE,
        "html_parts": [html for _, _, html in blocks],
        "text_parts": [plain_text.from_block(*block) for block in blocks],
    }
    folder = "newsletter/emails/issue"
    return Content(
        subject=issue.subject,
        text=absolute_text(render_to_string(f"{folder}/body.txt", context).strip() + "\n"),
        html=render_to_string(f"{folder}/body.html", context),
    )


def absolute_text(text: str) -> str:
    """A link button's path on its own line, with its full address."""
    return re.sub(r"^(/\S*)$", lambda m: settings.SITE_URL + m[1], text, flags=re.MULTILINE)


def as_text_preview(text: str) -> HttpResponse:
    """A mail's text part, for the same frame."""
    response = HttpResponse(text.replace(UNSUBSCRIBE, "…"), content_type="text/plain")
    response._csp_config = MAIL_POLICY  # type: ignore[attr-defined]
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


def as_preview(html: str) -> HttpResponse:
    """A mail as a document of its own, for a frame on a staff page."""
    response = HttpResponse(html.replace(UNSUBSCRIBE, "#"))
    response._csp_config = MAIL_POLICY  # type: ignore[attr-defined]
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response
