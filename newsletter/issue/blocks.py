"""The blocks of an issue, all of which every mail program shows.

Each block has a template for the web here, one for mail in
`templates/newsletter/emails/issue/blocks/`, and its text form in `newsletter.issue.plain_text`.
"""

import re
from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from clinic.models import ClinicDetails

_ADDRESS = re.compile(r"(https?://[^\s\"'<>]+|/[^\s\"'<>]*)")


def validate_link(value: str) -> None:
    """Raise ValidationError unless it is a path of this site or a full web address."""
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


class PictureBlock(ImageBlock):
    """An image whose alternative text is required unless it is decorative."""

    class Meta:
        icon = "image"
        label = "Image"
        template = "newsletter/blocks/image.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(max_length=600, help_text="The words, without quotation marks.")
    who = blocks.CharBlock(
        max_length=120, required=False, label="Who said it", help_text="Never a client."
    )

    class Meta:
        icon = "openquote"
        template = "newsletter/blocks/quote.html"


class CalloutBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120, required=False)
    text = blocks.RichTextBlock(features=["bold", "italic", "link"])

    class Meta:
        icon = "info-circle"
        template = "newsletter/blocks/callout.html"


class CrisisLinesBlock(blocks.StaticBlock):
    """The crisis lines of Clinic details, so that a number is changed in one place."""

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        return context | {"lines": ClinicDetails.current().lines}

    class Meta:
        icon = "help"
        label = "Crisis lines"
        admin_text = "Who answers day and night, as in Settings, Clinic details."
        template = "newsletter/blocks/crisis_lines.html"


class IssueBlocks(blocks.StreamBlock):
    """All blocks of an issue."""

    heading = blocks.CharBlock(
        max_length=120, icon="title", template="newsletter/blocks/heading.html"
    )
    paragraph = blocks.RichTextBlock(
        features=["bold", "italic", "link", "ul", "ol"],
        icon="pilcrow",
        template="newsletter/blocks/paragraph.html",
    )
    image = PictureBlock()
    quote = QuoteBlock()
    callout = CalloutBlock()
    button = LinkButtonBlock(label="Link button")
    divider = blocks.StaticBlock(
        icon="horizontalrule",
        admin_text="A thin line.",
        template="newsletter/blocks/divider.html",
    )
    crisis_lines = CrisisLinesBlock()
