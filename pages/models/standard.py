from pages.models.base import TextPage


class StandardPage(TextPage):
    """A page of free text, such as first visit, privacy or accessibility."""

    parent_page_types = ["pages.HomePage", "pages.StandardPage"]
    subpage_types = ["pages.StandardPage"]
    template = "pages/standard_page.html"
    page_description = "Free text for what has no page type of its own: first visit, privacy."
