"""Addresses that a route answers, so that a page there would never be read."""

from collections.abc import Iterator
from typing import Any

from django.urls import Resolver404, resolve
from wagtail.models import Page, Site

#: The route that looks for a page; it comes last.
PAGES = "wagtail_serve"


def is_taken(path: str) -> bool:
    """Whether a route of the site, and no page, answers at `path`, which begins with "/".

    With or without the slash at its end: people type both.
    """
    return any(_owner(path.rstrip("/") + end) not in (PAGES, "") for end in ("/", ""))


def _owner(path: str) -> str:
    """The name of the route that answers; nothing if there is none."""
    try:
        found = resolve(path)
    except Resolver404:
        return ""
    return found.url_name or found.view_name


def taken_below(parent: Page, slug: str, page: Page | None = None) -> str:
    """The first address that could not be read if `page` stood below `parent` at `slug`.

    Nothing if all can; pages below `page` come along.
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
