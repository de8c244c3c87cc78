"""Paths that a route matches, so that a page at the same path could never be reached."""

from collections.abc import Iterator
from typing import Any

from django.urls import Resolver404, resolve
from wagtail.models import Page, Site

#: Wagtail's route for pages; it comes last.
PAGES = "wagtail_serve"


def is_taken(path: str) -> bool:
    """Whether a route other than Wagtail's matches `path`, which begins with "/".

    With or without the trailing slash, as people type both.
    """
    return any(_owner(path.rstrip("/") + end) not in (PAGES, "") for end in ("/", ""))


def _owner(path: str) -> str:
    """Return the name of the route that matches, "" if there is none."""
    try:
        match = resolve(path)
    except Resolver404:
        return ""
    return match.url_name or match.view_name


def taken_below(parent: Page, slug: str, page: Page | None = None) -> str:
    """Return the first path that a route takes if `page` is at `slug` below `parent`, or "".

    The descendants of `page` are checked as well.
    """
    if slug in getattr(parent.specific_class, "own_slugs", ()):
        return f"/{slug}/"
    paths = _paths(parent, slug, page)
    return next((path for path in paths if is_taken(path)), "")


def _paths(parent: Page, slug: str, page: Page | None) -> Iterator[str]:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    home: Any = site.root_page.url_path if site else None
    if home is None or not parent.url_path.startswith(home):
        return  # the home page itself, or a page of no site
    start = f"/{parent.url_path.removeprefix(home)}{slug}/"
    yield start
    if page is not None and page.pk:
        for path in page.get_descendants().values_list("url_path", flat=True):
            yield start + path.removeprefix(page.url_path)
