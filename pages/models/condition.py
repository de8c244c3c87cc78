from typing import Any

from django.apps import apps
from django.db import models
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from clinic.cms.editing.pages import CheckedPage
from clinic.models import FEED, ReaderQuerySet
from pages.blocks import INLINE
from pages.models.base import REVIEW, PageSection, TextPage, section_field, sources_field


class ConditionIndexPage(TextPage):
    """The list of conditions, in the order of the page tree."""

    own_slugs = FEED
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.ConditionPage"]
    template = "pages/condition_index_page.html"
    page_description = "The list of conditions. It lists live condition pages by itself."

    def conditions(self) -> ReaderQuerySet:
        return ConditionPage.objects.child_of(self).for_readers().for_cards()


class ConditionPage(TextPage):
    """A condition: what it can be like, what can help, and what to do if it is urgent."""

    signs_heading = models.CharField("heading", max_length=120, default="What it can be like")
    signs = section_field("what it can be like")
    help_heading = models.CharField("heading", max_length=120, default="What can help")
    help = section_field("what can help")
    urgent = RichTextField(
        "if it is urgent",
        features=INLINE,
        max_length=1000,
        blank=True,
        help_text="When this condition can put somebody in danger: what to look for, what to do. "
        "The crisis lines stand below it by themselves.",
    )
    sources = sources_field()

    search_fields = [
        *TextPage.search_fields,
        index.SearchField("signs"),
        index.SearchField("help"),
        index.SearchField("urgent"),
    ]
    content_panels = [
        *CheckedPage.content_panels,
        MultiFieldPanel([FieldPanel("signs_heading"), FieldPanel("signs")], "What it can be like"),
        MultiFieldPanel(
            [FieldPanel("help_heading"), FieldPanel("help")],
            "What can help",
            help_text="Therapies that name this page are listed below these words by themselves.",
        ),
        FieldPanel("urgent"),
        FieldPanel("body", heading="More"),
        FieldPanel("sources"),
        REVIEW,
    ]
    parent_page_types = ["pages.ConditionIndexPage"]
    subpage_types: list[str] = []
    template = "pages/condition_page.html"
    page_description = "One condition: what it can be like, what can help, when it is urgent."

    @cached_property
    def therapies(self) -> list[Any]:
        """The therapies whose pages link to this one, in the order of the page tree."""
        therapy_ids = self.treated_by.values("page")
        therapies = apps.get_model("pages", "TherapyPage").objects
        return list(therapies.filter(pk__in=therapy_ids).for_readers().for_cards())

    def field_sections(self) -> list[PageSection]:
        sections = []
        if self.signs:
            sections.append(PageSection("signs", self.signs_heading, self.signs))
        if self.help or self.therapies:
            sections.append(PageSection("help", self.help_heading, self.help))
        return sections
