"""Addresses for search engines: what any reader may open, with the day its words changed."""

from wagtail.contrib.sitemaps import Sitemap
from wagtail.query import PageQuerySet

from clinic.models import pages_for_readers


class ReadersSitemap(Sitemap):
    """Each page says its own address and moment: `BasePage.get_sitemap_urls`."""

    def items(self) -> PageQuerySet:
        root = self.get_wagtail_site().root_page
        found = pages_for_readers().descendant_of(root, inclusive=True).order_by("path")
        return found.defer_streamfields().specific()
