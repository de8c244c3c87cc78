"""What an issue is made of: only what every mail program shows."""

import re

from django.core.exceptions import ValidationError
from wagtail import blocks

_ADDRESS = re.compile(r"(https?://[^\s\"'<>]+|/[^\s\"'<>]*)")


def validate_link(value: str) -> None:
    """A page of this site as a path, or a full web address."""
    if not _ADDRESS.fullmatch(value):
        raise ValidationError(
            "Enter a full address such as https://example.org, or a page of this site "
            "such as /therapies/."
        )


class LinkButtonBlock(blocks.StructBlock):
    label = blocks.CharBlock(max_length=60, help_text="Say what opens, not “click here”.")
    address = blocks.CharBlock(max_length=500, validators=[validate_link])

    class Meta:
        icon = "link"
        template = "newsletter/blocks/button.html"


class IssueBlocks(blocks.StreamBlock):
    """The e-mail-safe set; each block also has its text form (`newsletter.plain_text`)."""

    heading = blocks.CharBlock(
        max_length=120, icon="title", template="newsletter/blocks/heading.html"
    )
    paragraph = blocks.RichTextBlock(
        features=["bold", "italic", "link", "ul", "ol"],
        icon="pilcrow",
        template="newsletter/blocks/paragraph.html",
    )
    button = LinkButtonBlock(label="Link button")
    divider = blocks.StaticBlock(
        icon="horizontalrule",
        admin_text="A thin line.",
        template="newsletter/blocks/divider.html",
    )
