"""What pages with free text share."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from clinic.models import BasePage
from pages.blocks import FreeText, SourceBlock


class TextPage(BasePage):
    """A page with free text and the day somebody last checked it."""

    body = StreamField(FreeText(required=False), blank=True)
    reviewed_on = models.DateField(
        "last reviewed",
        null=True,
        blank=True,
        help_text="The day somebody last checked that every word is still right.",
    )

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("lead"),
        index.SearchField("body"),
    ]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("body"),
        FieldPanel("reviewed_on"),
    ]

    class Meta:
        abstract = True


def sources_field() -> StreamField:
    """Where the statements of a clinical page come from."""
    return StreamField([("source", SourceBlock())], blank=True)
