from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import CharBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from pages.blocks import INLINE, LeadWordsItem, QuestionBlock
from pages.models.base import Part, TextPage, anchor, sources_field


class TherapyIndexPage(TextPage):
    """All therapies, listed by themselves in the order of the page tree."""

    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.TherapyPage"]
    template = "pages/therapy_index_page.html"

    def therapies(self) -> models.QuerySet["TherapyPage"]:
        return TherapyPage.objects.live().public().child_of(self).order_by("path")


class TherapyPage(TextPage):
    """One therapy. Its parts are fields in a fixed order; free text lives inside them."""

    questions = StreamField([("question", QuestionBlock())], blank=True)
    areas_heading = models.CharField("heading", max_length=200, blank=True)
    areas_intro = models.TextField("words before the list", max_length=600, blank=True)
    areas = StreamField([("area", LeadWordsItem())], blank=True)
    areas_closing = RichTextField("words after the list", features=INLINE, blank=True)
    conditions_intro = models.CharField(
        "words before the list",
        max_length=200,
        blank=True,
        help_text="A statement of fact with sources, never a promise.",
    )
    conditions = StreamField([("condition", CharBlock(max_length=200))], blank=True)
    conditions_closing = RichTextField("words after the list", features=INLINE, blank=True)
    sources = sources_field()

    search_fields = [
        *TextPage.search_fields,
        index.SearchField("questions"),
        index.SearchField("areas_heading"),
        index.SearchField("areas"),
        index.SearchField("areas_closing"),
        index.SearchField("conditions"),
    ]
    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("questions"),
        MultiFieldPanel(
            [
                FieldPanel("areas_heading"),
                FieldPanel("areas_intro"),
                FieldPanel("areas"),
                FieldPanel("areas_closing"),
            ],
            "Areas",
        ),
        MultiFieldPanel(
            [
                FieldPanel("conditions_intro"),
                FieldPanel("conditions"),
                FieldPanel("conditions_closing"),
            ],
            "Who it is used for",
        ),
        FieldPanel("body", heading="More"),
        FieldPanel("sources"),
        FieldPanel("reviewed_on"),
    ]
    parent_page_types = ["pages.TherapyIndexPage"]
    subpage_types: list[str] = []
    template = "pages/therapy_page.html"

    def parts(self) -> list[Part]:
        """The headings of all parts, in the order of the page."""
        parts = [Part(anchor(q), q) for q in (b.value["question"] for b in self.questions)]
        if self.areas_heading:
            parts.append(Part("areas", self.areas_heading))
        if self.conditions:
            parts.append(Part("used-for", self.conditions_intro.rstrip(": ")))
        parts += super().parts()
        if self.sources:
            parts.append(Part("sources", "Sources"))
        return parts

    def related(self) -> models.QuerySet["TherapyPage"]:
        """Other therapies beside this one."""
        return (
            TherapyPage.objects.live()
            .public()
            .sibling_of(self, inclusive=False)
            .order_by("path")
            .defer_streamfields()
        )
