"""Suggest pages for an address that does not exist."""

import re
from difflib import get_close_matches
from typing import NamedTuple

from clinic.models import pages_for_readers
from clinic.web.errors import DATABASE_AWAY
from pages import searching

#: Page addresses end in words with hyphens; addresses that robots probe usually do not.
_SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*", re.IGNORECASE)
MAX_LENGTH = 100
MAX_SUGGESTIONS = 3
MAX_WORDS = 4  # robots request many addresses, and correcting a word takes time
MIN_SIMILARITY = 0.6


class Suggestion(NamedTuple):
    title: str
    url: str


def suggestions(path: str) -> list[Suggestion]:
    """Return pages with a similar slug, then pages that a search for its words finds.

    Return none if the database fails, so that the error page does not depend on it.
    """
    slug = path.rstrip("/").rpartition("/")[2]
    if len(slug) > MAX_LENGTH or not _SLUG.fullmatch(slug):
        return []
    try:
        titles = {**_similar(slug.lower()), **_matching(slug)}
    except DATABASE_AWAY:
        return []
    return [Suggestion(title, url) for url, title in titles.items()][:MAX_SUGGESTIONS]


def _similar(slug: str) -> dict[str, str]:
    """Return titles by URL of pages whose slug is similar."""
    pages = list(pages_for_readers().filter(depth__gt=2))
    close = get_close_matches(slug, [page.slug for page in pages], MAX_SUGGESTIONS, MIN_SIMILARITY)
    by_slug = {page.slug: page for page in reversed(pages)}
    return {by_slug[name].get_url(): by_slug[name].title for name in close}


def _matching(slug: str) -> dict[str, str]:
    """Return titles by URL of pages that the words of the slug find."""
    words = re.split("[-_]", slug)[:MAX_WORDS]
    results = searching.search(" ".join(words)).results
    return {result.url: result.title for result in results}
