from django.urls import reverse
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from clinic.cms.editing.pages import CheckedPage
from clinic.models import FEED, ReaderQuerySet
from pages.blocks import LeadWordsItem
from pages.models.base import REVIEW, PageSection, TextPage, section_field, sources_field


class AssessmentIndexPage(TextPage):
    """The list of assessments, in the order of the page tree."""

    own_slugs = FEED
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.AssessmentPage"]
    template = "pages/assessment_index_page.html"
    page_description = "The list of assessments. It lists live assessment pages by itself."

    def assessments(self) -> ReaderQuerySet:
        return AssessmentPage.objects.child_of(self).for_readers().for_cards()


class AssessmentPage(TextPage):
    """An assessment. Its title is a choice in the assessments form."""

    for_whom = section_field("who it is for")
    steps = StreamField([("step", LeadWordsItem())], verbose_name="what happens", blank=True)
    report = section_field("what people get")
    practical = section_field("time, cost and what to bring")
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
        """The URL of the assessments form with this assessment preselected."""
        return f"{reverse('booking:assessments')}?assessment={self.slug}"

    def field_sections(self) -> list[PageSection]:
        sections = [
            PageSection("for-whom", "Who is it for?", self.for_whom),
            PageSection("steps", "What happens", self.steps),
            PageSection("report", "What you get", self.report),
            PageSection("practical", "Time, cost and what to bring", self.practical),
        ]
        return [section for section in sections if section.text]
