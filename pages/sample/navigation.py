"""Sample links in the header and the footer."""

from typing import Any

from wagtail.models import Page

from pages.models import Navigation
from pages.models.navigation import FooterLink, HeaderLink
from pages.sample import content


def fill(home: Page) -> None:
    """Link to the sample pages in header and footer, unless either has a link already."""
    navigation = Navigation.load()
    if navigation.header_links.exists() or navigation.footer_links.exists():
        return
    children = {page.slug: page for page in home.get_children()}

    def rows(model: type[Any], labels: dict[str, str]) -> list[Any]:
        return [
            model(page=children[slug], label=label, sort_order=number)
            for number, (slug, label) in enumerate(labels.items())
        ]

    navigation.header_links = rows(HeaderLink, content.site()["header"])
    navigation.footer_links = rows(FooterLink, content.site()["footer"])
    navigation.save()
