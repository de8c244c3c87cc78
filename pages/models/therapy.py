from typing import Any

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import cached_property
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable
from wagtail.search import index

from clinic.cms.editing.pages import CheckedPage
from clinic.models import FEED, ReaderQuerySet
from pages.blocks import (
    INLINE,
    CallToActionBlock,
    LeadWordsItem,
    QuestionBlock,
    ShortLineBlock,
)
from pages.models.base import (
    REVIEW,
    PageSection,
    TextPage,
    anchor,
    linked_pages,
    section_field,
    sources_field,
)
from pages.models.condition import ConditionPage

#: How many other therapies a therapy page lists.
MAX_RELATED = 6


class TherapyIndexPage(TextPage):
    """The list of therapies, in the order of the page tree."""

    own_slugs = FEED
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.TherapyPage"]
    template = "pages/therapy_index_page.html"
    page_description = "The list of therapies. It lists live therapy pages by itself."

    def therapies(self) -> ReaderQuerySet:
        return TherapyPage.objects.child_of(self).for_readers().for_cards()


class TherapyPage(TextPage):
    """A therapy. Its sections are fields in a fixed order, followed by free text."""

    questions = StreamField([("question", QuestionBlock())], blank=True)
    areas_heading = models.CharField("heading", max_length=200, blank=True)
    areas_intro = models.TextField("words before the list", max_length=600, blank=True)
    areas = StreamField([("area", LeadWordsItem())], blank=True)
    areas_closing = RichTextField(
        "words after the list", features=INLINE, max_length=2000, blank=True
    )
    conditions_intro = models.CharField(
        "words before the list",
        max_length=200,
        blank=True,
        help_text="A statement of fact with sources, never a promise.",
    )
    conditions = StreamField([("condition", ShortLineBlock())], blank=True)
    conditions_closing = RichTextField(
        "words after the list", features=INLINE, max_length=2000, blank=True
    )
    sessions_heading = models.CharField(
        "heading", max_length=120, default="What are sessions like?"
    )
    sessions = section_field("what sessions are like")
    evidence_heading = models.CharField(
        "heading", max_length=120, default="What does research say?"
    )
    evidence = section_field("what research says")
    call_to_action = StreamField(
        [("call_to_action", CallToActionBlock())],
        blank=True,
        max_num=1,
        help_text="One panel with a button. Empty: only the three doors at the end of the page.",
    )
    sources = sources_field()

    search_fields = [
        *TextPage.search_fields,
        index.SearchField("questions"),
        index.SearchField("areas_heading"),
        index.SearchField("areas"),
        index.SearchField("areas_closing"),
        index.SearchField("conditions"),
        index.SearchField("sessions"),
        index.SearchField("evidence"),
    ]
    content_panels = [
        *CheckedPage.content_panels,
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
                InlinePanel(
                    "treated_conditions",
                    heading="Condition pages",
                    label="Condition page",
                    help_text="Shown here, and this therapy is shown there.",
                ),
            ],
            "Who it is used for",
        ),
        MultiFieldPanel([FieldPanel("sessions_heading"), FieldPanel("sessions")], "Sessions"),
        MultiFieldPanel([FieldPanel("evidence_heading"), FieldPanel("evidence")], "Research"),
        FieldPanel("body", heading="More"),
        InlinePanel(
            "related_therapies",
            heading="Other therapies beside the text",
            label="Therapy",
            max_num=MAX_RELATED,
            help_text="Leave this empty and the other therapies are named by themselves.",
        ),
        FieldPanel("call_to_action"),
        FieldPanel("sources"),
        REVIEW,
    ]
    parent_page_types = ["pages.TherapyIndexPage"]
    subpage_types: list[str] = []
    template = "pages/therapy_page.html"
    page_description = "One therapy: what it is, who it helps, what sessions are like, sources."

    @property
    def request_url(self) -> str:
        """The URL of the new client's form with this therapy preselected."""
        return f"{reverse('booking:new-client')}?therapy={self.slug}"

    @cached_property
    def condition_pages(self) -> list[ConditionPage]:
        """The selected conditions that readers may open, in the editor's order."""
        return linked_pages(self, "treated_conditions", "condition")

    @property
    def used_for_heading(self) -> str:
        return self.conditions_intro or "What is it used for?"

    def field_sections(self) -> list[PageSection]:
        sections = [
            PageSection(anchor(q), q) for q in (b.value["question"] for b in self.questions)
        ]
        if self.areas and self.areas_heading:
            sections.append(PageSection("areas", self.areas_heading))
        if self.conditions or self.condition_pages:
            sections.append(PageSection("used-for", self.used_for_heading.rstrip(": ")))
        if self.sessions:
            sections.append(PageSection("sessions", self.sessions_heading, self.sessions))
        if self.evidence:
            sections.append(PageSection("research", self.evidence_heading, self.evidence))
        return sections

    @cached_property
    def related(self) -> list["TherapyPage"]:
        """The selected therapies, or the first siblings if none is selected."""
        rows = self.related_therapies.all()
        if not isinstance(rows, models.QuerySet) and rows:
            # In a preview the selected therapies may be unsaved.
            return [row.therapy for row in rows]
        therapies = self._selected_then_siblings()
        return [page for page in therapies if page.place is not None] or therapies

    def _selected_then_siblings(self) -> list[Any]:
        """Annotate `place`: the position the editor gave, null for siblings. Takes one query."""
        selected = RelatedTherapy.objects.filter(page=self.pk, therapy=OuterRef("pk"))
        place = Subquery(selected.values(place=Coalesce("sort_order", 0))[:1])
        is_sibling = Q(path__startswith=self.path[: -self.steplen], depth=self.depth)
        pages = TherapyPage.objects.for_readers().for_cards().annotate(place=place)
        pages = pages.filter(is_sibling | Q(place__isnull=False)).exclude(pk=self.pk)
        return list(pages.order_by(F("place").asc(nulls_last=True), "path")[:MAX_RELATED])


class TherapyCondition(Orderable):
    """A condition that a therapy is used for: selected on the therapy's page, shown on both."""

    page = ParentalKey(TherapyPage, on_delete=models.CASCADE, related_name="treated_conditions")
    condition = models.ForeignKey(
        ConditionPage, on_delete=models.CASCADE, related_name="treated_by"
    )

    panels = [PageChooserPanel("condition")]

    def __str__(self) -> str:
        return f"{self.page} – {self.condition}"


class RelatedTherapy(Orderable):
    """A therapy that a therapy page links to."""

    page = ParentalKey(TherapyPage, on_delete=models.CASCADE, related_name="related_therapies")
    therapy = models.ForeignKey(TherapyPage, on_delete=models.CASCADE, related_name="+")

    panels = [PageChooserPanel("therapy")]

    def __str__(self) -> str:
        return f"{self.page} – {self.therapy}"
