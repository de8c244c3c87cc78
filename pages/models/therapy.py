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
from pages.models.base import REVIEW, Part, TextPage, anchor, chosen, part_field, sources_field
from pages.models.condition import ConditionPage

#: Therapies named beside one that names none itself.
SIBLINGS = 6


class TherapyIndexPage(TextPage):
    """All therapies, listed by themselves in the order of the page tree."""

    own_slugs = FEED
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.TherapyPage"]
    template = "pages/therapy_index_page.html"
    page_description = "The list of therapies. It lists live therapy pages by itself."

    def therapies(self) -> ReaderQuerySet:
        return TherapyPage.objects.child_of(self).for_readers().for_cards()


class TherapyPage(TextPage):
    """One therapy. Its parts are fields in a fixed order; free text lives inside them."""

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
    sessions = part_field("what sessions are like")
    evidence_heading = models.CharField(
        "heading", max_length=120, default="What does research say?"
    )
    evidence = part_field("what research says")
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
            max_num=SIBLINGS,
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
        """The new client's form, with this therapy chosen."""
        return f"{reverse('booking:new-client')}?therapy={self.slug}"

    @cached_property
    def condition_pages(self) -> list[ConditionPage]:
        """The condition pages chosen here that readers may open, in the editor's order."""
        return chosen(self, "treated_conditions", "condition")

    @property
    def used_for_heading(self) -> str:
        return self.conditions_intro or "What is it used for?"

    def typed_parts(self) -> list[Part]:
        parts = [Part(anchor(q), q) for q in (b.value["question"] for b in self.questions)]
        if self.areas and self.areas_heading:
            parts.append(Part("areas", self.areas_heading))
        if self.conditions or self.condition_pages:
            parts.append(Part("used-for", self.used_for_heading.rstrip(": ")))
        if self.sessions:
            parts.append(Part("sessions", self.sessions_heading, self.sessions))
        if self.evidence:
            parts.append(Part("research", self.evidence_heading, self.evidence))
        return parts

    @cached_property
    def related(self) -> list["TherapyPage"]:
        """The therapies chosen here, or else the first few beside this one."""
        rows = self.related_therapies.all()
        if not isinstance(rows, models.QuerySet) and rows:
            # A preview: chosen, perhaps not saved yet.
            return [row.therapy for row in rows]
        found = self._chosen_then_siblings()
        return [page for page in found if page.place is not None] or found

    def _chosen_then_siblings(self) -> list[Any]:
        """One query: `place` is the order the editor chose, null for a mere sibling."""
        chosen = RelatedTherapy.objects.filter(page=self.pk, therapy=OuterRef("pk"))
        place = Subquery(chosen.values(place=Coalesce("sort_order", 0))[:1])
        beside = Q(path__startswith=self.path[: -self.steplen], depth=self.depth)
        found = TherapyPage.objects.for_readers().for_cards().annotate(place=place)
        found = found.filter(beside | Q(place__isnull=False)).exclude(pk=self.pk)
        return list(found.order_by(F("place").asc(nulls_last=True), "path")[:SIBLINGS])


class TherapyCondition(Orderable):
    """A therapy is used for a condition: chosen on the therapy's page, shown on both."""

    page = ParentalKey(TherapyPage, on_delete=models.CASCADE, related_name="treated_conditions")
    condition = models.ForeignKey(
        ConditionPage, on_delete=models.CASCADE, related_name="treated_by"
    )

    panels = [PageChooserPanel("condition")]

    def __str__(self) -> str:
        return f"{self.page} – {self.condition}"


class RelatedTherapy(Orderable):
    """A therapy that an editor names beside another."""

    page = ParentalKey(TherapyPage, on_delete=models.CASCADE, related_name="related_therapies")
    therapy = models.ForeignKey(TherapyPage, on_delete=models.CASCADE, related_name="+")

    panels = [PageChooserPanel("therapy")]

    def __str__(self) -> str:
        return f"{self.page} – {self.therapy}"
