"""What pages with free text share."""

from typing import Any, NamedTuple

from django.db import models
from django.utils.text import slugify
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from clinic.models import BasePage
from pages.blocks import FreeText, SourceBlock


def anchor(text: str) -> str:
    """The id of a heading. The prefix keeps it apart from the ids of the page's frame."""
    return f"s-{slugify(text)}"


class Part(NamedTuple):
    """An entry of the list “On this page”."""

    anchor: str
    title: str


class Section(NamedTuple):
    """A heading of the free text and what stands below it."""

    heading: str
    blocks: list[Any]


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

    def parts(self) -> list[Part]:
        """The headings of the page in order, for the list “On this page”."""
        titles = []
        for block in self.body:
            if block.block_type == "heading":
                titles.append(block.value)
            elif block.block_type == "question":
                titles.append(block.value["question"])
        return [Part(anchor(title), title) for title in titles]

    def sections(self) -> list[Section]:
        """The free text, cut at its headings."""
        sections: list[Section] = []
        for block in self.body:
            if block.block_type == "heading":
                sections.append(Section(block.value, []))
            elif sections:
                sections[-1].blocks.append(block)
            else:
                sections.append(Section("", [block]))
        return sections


def sources_field() -> StreamField:
    """Where the statements of a clinical page come from."""
    return StreamField([("source", SourceBlock())], blank=True)
