from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

from clinic.models import ReaderQuerySet
from pages.models.base import REVIEW, TextPage
from pages.models.therapy import TherapyPage


class HomePage(TextPage):
    """The home page: an introduction, free text and the list of therapies."""

    heading = models.CharField(
        max_length=120,
        default="A calm place to start",
        help_text="The large words at the top. The page title stands in the browser’s tab.",
    )
    offers_heading = models.CharField(max_length=120, default="Ways we work")
    offers_intro = models.CharField(max_length=300, blank=True)

    search_fields = [*TextPage.search_fields, index.SearchField("heading")]
    content_panels = [
        *Page.content_panels,
        FieldPanel("heading"),
        FieldPanel("lead"),
        MultiFieldPanel(
            [FieldPanel("offers_heading"), FieldPanel("offers_intro")],
            "List of therapies",
            help_text="Live therapy pages are listed under these words by themselves.",
        ),
        FieldPanel("body"),
        REVIEW,
    ]
    parent_page_types = ["wagtailcore.Page"]
    template = "pages/home_page.html"

    def therapies(self) -> ReaderQuerySet:
        return TherapyPage.objects.descendant_of(self).for_readers().for_cards()
