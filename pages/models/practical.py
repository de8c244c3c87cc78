"""What a visit costs, what people ask, where we are, and help right now."""

from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from clinic.cms.editing.pages import CheckedPage
from clinic.models import Holiday
from pages.blocks import FeeBlock, HeadingBlock, QuestionBlock
from pages.models.base import REVIEW, Part, ReviewedPage, TextPage, anchor, part_field

#: How many of the coming days closed the contact page names.
DAYS_CLOSED = 6


class FeesPage(TextPage):
    """What a session costs, as a table, and what comes back."""

    fees = StreamField([("fee", FeeBlock())], blank=True)
    rebates = part_field("Medicare and other rebates")

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

    def typed_parts(self) -> list[Part]:
        parts = [Part("fees", "Fees")] if self.fees else []
        if self.rebates:
            parts.append(Part("rebates", "Medicare and other rebates", self.rebates))
        return parts


class FAQPage(ReviewedPage):
    """Questions people ask, with answers, under headings if there are many."""

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

    def typed_parts(self) -> list[Part]:
        titles = [
            block.value if block.block_type == "heading" else block.value["question"]
            for block in self.questions
        ]
        return [Part(anchor(title), title) for title in titles]


class ContactPage(TextPage):
    """How to reach us and how to get here. Numbers and hours come from Clinic details."""

    getting_here = part_field("getting here")
    access = part_field("access")

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
        """The next days on which nobody reads requests, from today in the site's time zone."""
        coming = Holiday.objects.filter(date__gte=timezone.localdate())
        return list(coming.order_by("date")[:DAYS_CLOSED])

    def typed_parts(self) -> list[Part]:
        parts = [
            Part("getting-here", "Getting here", self.getting_here),
            Part("access", "Access", self.access),
        ]
        return [Part("reach-us", "How to reach us"), *(part for part in parts if part.text)]


class CrisisHelpPage(TextPage):
    """Whom to call now. Nothing here asks a person in crisis for anything."""

    steps = part_field("what you can do right now")

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

    def typed_parts(self) -> list[Part]:
        parts = [Part("call-now", "Call now")]
        if self.steps:
            parts.append(Part("steps", "What you can do right now", self.steps))
        return parts
