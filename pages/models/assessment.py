from django.urls import reverse
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from clinic.cms.editing.pages import CheckedPage
from clinic.models import FEED, ReaderQuerySet
from pages.blocks import LeadWordsItem
from pages.models.base import REVIEW, Part, TextPage, part_field, sources_field


class AssessmentIndexPage(TextPage):
    """All assessments, listed by themselves in the order of the page tree."""

    own_slugs = FEED
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.AssessmentPage"]
    template = "pages/assessment_index_page.html"
    page_description = "The list of assessments. It lists live assessment pages by itself."

    def assessments(self) -> ReaderQuerySet:
        return AssessmentPage.objects.child_of(self).for_readers().for_cards()


class AssessmentPage(TextPage):
    """One assessment; its title is a choice in the assessments form."""

    for_whom = part_field("who it is for")
    steps = StreamField([("step", LeadWordsItem())], verbose_name="what happens", blank=True)
    report = part_field("what people get")
    practical = part_field("time, cost and what to bring")
    sources = sources_field()

    search_fields = [
        *TextPage.search_fields,
        index.SearchField("for_whom"),
        index.SearchField("steps"),
        index.SearchField("report"),
        index.SearchField("practical"),
    ]
    content_panels = [
        *CheckedPage.content_panels,
        FieldPanel("for_whom"),
        FieldPanel("steps"),
        FieldPanel("report"),
        FieldPanel("practical"),
        FieldPanel("body", heading="More"),
        FieldPanel("sources"),
        REVIEW,
    ]
    parent_page_types = ["pages.AssessmentIndexPage"]
    subpage_types: list[str] = []
    template = "pages/assessment_page.html"
    page_description = "One assessment: who it is for, what happens, what you get, what it costs."

    @property
    def request_url(self) -> str:
        """The assessments form, with this one chosen."""
        return f"{reverse('booking:assessments')}?assessment={self.slug}"

    def typed_parts(self) -> list[Part]:
        parts = [
            Part("for-whom", "Who is it for?", self.for_whom),
            Part("steps", "What happens", self.steps),
            Part("report", "What you get", self.report),
            Part("practical", "Time, cost and what to bring", self.practical),
        ]
        return [part for part in parts if part.text]
