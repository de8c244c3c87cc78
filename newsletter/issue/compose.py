"""Compose an issue as a mail: subject, HTML and text.

`UNSUBSCRIBE` is the placeholder of each person's unsubscribe link, and `basis.CONFIRMED` that of
the sentence why they are on the list; `newsletter.sending.messages` fills both in. Nothing else
differs between two people's mails.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from clinic.crisis import placeholders
from clinic.images import renditions
from clinic.models import ClinicDetails
from newsletter.issue import mail_styles, plain_text
from newsletter.list import basis

UNSUBSCRIBE = "%%address-to-leave-the-list%%"
FOLDER = "newsletter/emails/issue"
#: The width of the text column in CSS pixels (`mail_styles`), and a picture's rendition for
#: high-density screens. JPEG, because every mail program shows it.
COLUMN = 518
PICTURE = f"width-{2 * COLUMN}|format-jpeg"


@dataclass(frozen=True)
class Content:
    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Picture:
    """A picture with its displayed size in CSS pixels, from this site.

    The address is the same for everybody, so that loading it does not identify a person.
    """

    address: str
    width: int
    height: int
    alt: str


def compose(issue: Any) -> Content:
    """Return the mail of an IssuePage as it is now, with the placeholders."""
    clinic = ClinicDetails.current()
    blocks = [(block.block_type, block.value) for block in issue.body]
    html_parts = [block_html(*block, clinic) for block in blocks]
    text_parts = [
        plain_text.from_block(*block, html, clinic)
        for block, html in zip(blocks, html_parts, strict=True)
    ]
    context = {
        "issue": issue,
        "clinic": clinic,
        "web_address": issue.web_address,
        "yours_address": yours_address(),
        "unsubscribe_address": UNSUBSCRIBE,
        "why": basis.CONFIRMED,
        "html_parts": html_parts,
        "text_parts": [part for part in text_parts if part],
        "dark": mail_styles.dark(),
    }
    text = placeholders.fill(render_to_string(f"{FOLDER}/body.txt", context))
    html = placeholders.fill_page(render_to_string(f"{FOLDER}/body.html", context))
    return Content(
        subject=placeholders.fill(issue.subject),
        text=absolute_text(text.strip() + "\n"),
        html=mail_styles.inline_styles(html),
    )


def yours_address() -> str:
    """Return the address to request a personal link; without a token, as mails are forwarded."""
    return f"{settings.SITE_URL}/newsletter/yours/"


def block_html(block_type: str, value: Any, clinic: ClinicDetails) -> str:
    """Return the HTML of one block for mail programs."""
    context = {"value": value, "lines": clinic.lines}
    if block_type == "image":
        context["picture"] = picture(value)
    return absolute(render_to_string(f"{FOLDER}/blocks/{block_type}.html", context))


def picture(image: Any) -> Picture | None:
    """Return the picture; None if it was deleted from the library or its file is missing."""
    if image is None or renditions.is_missing(file := image.get_rendition(PICTURE)):
        return None
    width = min(COLUMN, file.width)
    alt = "" if image.decorative else image.contextual_alt_text or ""
    height = round(file.height * width / file.width) if file.width else 0
    return Picture(settings.SITE_URL + file.url, width, height, alt)


def absolute(html: str) -> str:
    """Make links to pages of this site absolute."""
    return re.sub(r'href="(/[^"]*)"', lambda m: f'href="{settings.SITE_URL}{m[1]}"', html)


def absolute_text(text: str) -> str:
    """Make a link button's path, on a line of its own, absolute."""
    return re.sub(r"^(/\S*)$", lambda m: settings.SITE_URL + m[1], text, flags=re.MULTILINE)
