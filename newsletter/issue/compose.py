"""An issue as a mail: subject, HTML and text, the same for all but a link and a sentence.

`UNSUBSCRIBE` stands where each person's own link goes, `basis.CONFIRMED` where another
person may read how they came onto the list; `newsletter.sending.messages` puts both in. Nothing
else differs between two people's mails.
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
#: How wide the column of words is, in CSS pixels (`mail_styles`), and a picture's file for
#: dense screens. JPEG, because every mail program shows it.
COLUMN = 518
PICTURE = f"width-{2 * COLUMN}|format-jpeg"


@dataclass(frozen=True)
class Content:
    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Picture:
    """A picture at the size the mail shows it, in CSS pixels, from our own address.

    The address is the same for everybody: loading it tells us nothing about a person.
    """

    address: str
    width: int
    height: int
    alt: str


def compose(issue: Any) -> Content:
    """The mail of an IssuePage as it is now, with `UNSUBSCRIBE` for the personal link."""
    clinic = ClinicDetails.current()
    blocks = [(each.block_type, each.value) for each in issue.body]
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
        html=mail_styles.inlined(html),
    )


def yours_address() -> str:
    """Where somebody asks for their own page; no token, a forwarded mail must open nothing."""
    return f"{settings.SITE_URL}/newsletter/yours/"


def block_html(block_type: str, value: Any, clinic: ClinicDetails) -> str:
    """One block as mail programs can show it."""
    context = {"value": value, "lines": clinic.lines}
    if block_type == "image":
        context["picture"] = picture(value)
    return absolute(render_to_string(f"{FOLDER}/blocks/{block_type}.html", context))


def picture(image: Any) -> Picture | None:
    """None if the image was deleted from the library, or its file cannot be read."""
    if image is None or renditions.is_missing(file := image.get_rendition(PICTURE)):
        return None
    width = min(COLUMN, file.width)
    alt = "" if image.decorative else image.contextual_alt_text or ""
    height = round(file.height * width / file.width) if file.width else 0
    return Picture(settings.SITE_URL + file.url, width, height, alt)


def absolute(html: str) -> str:
    """Links to pages of this site with their full address: a mail has no site."""
    return re.sub(r'href="(/[^"]*)"', lambda m: f'href="{settings.SITE_URL}{m[1]}"', html)


def absolute_text(text: str) -> str:
    """A link button's path on its own line, with its full address."""
    return re.sub(r"^(/\S*)$", lambda m: settings.SITE_URL + m[1], text, flags=re.MULTILINE)
