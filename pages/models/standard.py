from pages.models.base import TextPage


class StandardPage(TextPage):
    """Free text: privacy, accessibility, fees, first visit."""

    parent_page_types = ["pages.HomePage", "pages.StandardPage"]
    subpage_types = ["pages.StandardPage"]
    template = "pages/standard_page.html"
