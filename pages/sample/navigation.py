"""What the header and the footer name: slugs below the home page, a shorter word if needed."""

from typing import Any

from wagtail.models import Page

from pages.models import Navigation
from pages.models.navigation import FooterLink, HeaderLink

HEADER = {
    "therapies": "",
    "conditions": "Conditions",
    "assessments": "",
    "fees": "Fees",
    "contact": "",
}
FOOTER = {
    "crisis-help": "",
    "first-visit": "",
    "questions": "",
    "clinicians": "",
    "articles": "",
    "about-these-pages": "",
    "privacy": "",
    "accessibility": "",
}


def fill(home: Page) -> None:
    """Names the sample pages in header and footer, where nobody has named any page yet."""
    navigation = Navigation.load()
    if navigation.header_links.exists() or navigation.footer_links.exists():
        return
    children = {page.slug: page for page in home.get_children()}

    def rows(model: type[Any], words: dict[str, str]) -> list[Any]:
        return [
            model(page=children[slug], label=label, sort_order=number)
            for number, (slug, label) in enumerate(words.items())
        ]

    navigation.header_links = rows(HeaderLink, HEADER)
    navigation.footer_links = rows(FooterLink, FOOTER)
    navigation.save()
