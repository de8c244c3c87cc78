"""Pages for fees, questions, contact and crisis help."""

from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from clinic.cms.editing.pages import CheckedPage
from clinic.models import Holiday
from pages.blocks import FeeBlock, HeadingBlock, QuestionBlock
from pages.models.base import REVIEW, PageSection, ReviewedPage, TextPage, anchor, section_field

#: How many of the next holidays the contact page lists.
MAX_HOLIDAYS = 6


class FeesPage(TextPage):
    """A table of fees, and the rebates."""

    fees = StreamField([("fee", FeeBlock())], blank=True)
    rebates = section_field("Medicare and other rebates")

    search_fields = [
        *TextPage.search_fields,
        index.SearchField("fees"),
        index.SearchField("rebates"),
    ]
    content_panels = [
        *CheckedPage.content_panels,
        FieldPanel("fees"),
        FieldPanel("rebates"),
        FieldPanel("body", heading="More"),
        REVIEW,
    ]
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []
    max_count = 1
    template = "pages/fees_page.html"
    page_description = "What a session costs, in a table, and what Medicare pays back."

    def field_sections(self) -> list[PageSection]:
        sections = [PageSection("fees", "Fees")] if self.fees else []
        if self.rebates:
            sections.append(PageSection("rebates", "Medicare and other rebates", self.rebates))
        return sections


class FAQPage(ReviewedPage):
    """Questions and answers, optionally grouped under headings."""

    questions = StreamField(
        [("heading", HeadingBlock()), ("question", QuestionBlock())], blank=True
    )

    search_fields = [*ReviewedPage.search_fields, index.SearchField("questions")]
    content_panels = [*CheckedPage.content_panels, FieldPanel("questions"), REVIEW]
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []
    max_count = 1
    template = "pages/faq_page.html"
    page_description = "Questions people ask, with short answers."

    class Meta:
        verbose_name = "questions page"

    def field_sections(self) -> list[PageSection]:
        titles = [
            block.value if block.block_type == "heading" else block.value["question"]
            for block in self.questions
        ]
        return [PageSection(anchor(title), title) for title in titles]


class ContactPage(TextPage):
    """Contact details and directions. Numbers and hours come from Clinic details."""

    getting_here = section_field("getting here")
    access = section_field("access")

    search_fields = [
        *TextPage.search_fields,
        index.SearchField("getting_here"),
        index.SearchField("access"),
    ]
    content_panels = [
        *CheckedPage.content_panels,
        FieldPanel("getting_here"),
        FieldPanel("access"),
        FieldPanel("body", heading="More"),
        REVIEW,
    ]
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []
    max_count = 1
    template = "pages/contact_page.html"
    page_description = "Phone, email, address, hours and days closed, from Clinic details."

    @cached_property
    def days_closed(self) -> list[Holiday]:
        """The next holidays, from today in the site's time zone."""
        upcoming = Holiday.objects.filter(date__gte=timezone.localdate())
        return list(upcoming.order_by("date")[:MAX_HOLIDAYS])

    def field_sections(self) -> list[PageSection]:
        sections = [
            PageSection("getting-here", "Getting here", self.getting_here),
            PageSection("access", "Access", self.access),
        ]
        return [
            PageSection("reach-us", "How to reach us"),
            *(section for section in sections if section.text),
        ]


class CrisisHelpPage(TextPage):
    """Crisis lines and first steps. The page has no form: it asks for nothing."""

    steps = section_field("what you can do right now")

    search_fields = [*TextPage.search_fields, index.SearchField("steps")]
    content_panels = [
        *CheckedPage.content_panels,
        FieldPanel("steps"),
        FieldPanel("body", heading="More"),
        REVIEW,
    ]
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []
    max_count = 1
    template = "pages/crisis_help_page.html"
    page_description = "Whom to call now. The crisis lines come from Clinic details."

    def field_sections(self) -> list[PageSection]:
        sections = [PageSection("call-now", "Call now")]
        if self.steps:
            sections.append(PageSection("steps", "What you can do right now", self.steps))
        return sections
