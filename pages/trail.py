"""The way from the home page to a page."""

from typing import Any

from wagtail.models import Page

from clinic.models import pages_for_readers


def above(page: Any) -> list[Page]:
    """The pages above this one that readers may open, home first; read once for each page."""
    if not hasattr(page, "_above"):
        page._above = list(pages_for_readers().ancestor_of(page))
    return page._above  # type: ignore[no-any-return]
