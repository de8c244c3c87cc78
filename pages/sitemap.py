"""The sitemap: pages that any reader may open, with the time their text last changed."""

from wagtail.contrib.sitemaps import Sitemap
from wagtail.query import PageQuerySet

from clinic.models import pages_for_readers


class ReadersSitemap(Sitemap):
    """`BasePage.get_sitemap_urls` returns the URL and time of each page."""

    def items(self) -> PageQuerySet:
        root = self.get_wagtail_site().root_page
        pages = pages_for_readers().descendant_of(root, inclusive=True).order_by("path")
        return pages.defer_streamfields().specific()
