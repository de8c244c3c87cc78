"""Pages that somebody may have meant who asked for an address that is not there."""

import re
from difflib import get_close_matches
from typing import NamedTuple

from clinic.models import pages_for_readers
from clinic.web.errors import DATABASE_AWAY
from pages import searching

#: An address of ours ends in small words with hyphens; what robots probe for does not.
_SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*", re.IGNORECASE)
MAX_LENGTH = 100
MAX_NEAR = 3
MAX_WORDS = 4  # robots ask for addresses all night, and a misspelt word is dear
ALIKE = 0.6


class Near(NamedTuple):
    """A page that may have been meant."""

    title: str
    url: str


def near(path: str) -> list[Near]:
    """Pages whose address ends almost like this one, then pages that hold its words.

    Empty while the database is away: the error page must not need it.
    """
    slug = path.rstrip("/").rpartition("/")[2]
    if len(slug) > MAX_LENGTH or not _SLUG.fullmatch(slug):
        return []
    try:
        found = {**_alike(slug.lower()), **_about(slug)}
    except DATABASE_AWAY:
        return []
    return [Near(title, url) for url, title in found.items()][:MAX_NEAR]


def _alike(slug: str) -> dict[str, str]:
    pages = list(pages_for_readers().filter(depth__gt=2))
    close = get_close_matches(slug, [page.slug for page in pages], MAX_NEAR, ALIKE)
    by_slug = {page.slug: page for page in reversed(pages)}
    return {by_slug[name].get_url(): by_slug[name].title for name in close}


def _about(slug: str) -> dict[str, str]:
    words = re.split("[-_]", slug)[:MAX_WORDS]
    answer = searching.answer(" ".join(words))
    return {result.url: result.title for result in answer.results}
