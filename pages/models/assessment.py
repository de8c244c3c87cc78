from django.db import models
from wagtail.admin.panels import FieldPanel

from pages.models.base import TextPage, sources_field


class AssessmentIndexPage(TextPage):
    """All assessments, listed by themselves in the order of the page tree."""

    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.AssessmentPage"]
    template = "pages/assessment_index_page.html"

    def assessments(self) -> models.QuerySet["AssessmentPage"]:
        return AssessmentPage.objects.live().public().child_of(self).order_by("path")


class AssessmentPage(TextPage):
    """One assessment; its title is a choice in the assessments form."""

    sources = sources_field()

    content_panels = [
        *TextPage.content_panels[:-1],
        FieldPanel("sources"),
        FieldPanel("reviewed_on"),
    ]
    parent_page_types = ["pages.AssessmentIndexPage"]
    subpage_types: list[str] = []
    template = "pages/assessment_page.html"
