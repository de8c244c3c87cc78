"""A WSGI application whose pages are cached (`tests.clinic.cached_pages`)."""

import uuid

import pytest

from clinic.finished_pages import edition
from clinic.finished_pages.cache import PageCache
from tests.clinic.cached_pages import Site


@pytest.fixture
def site(settings, tmp_path):
    """A site with an edition and a shared cache of its own."""
    settings.EDITION_FILE = str(tmp_path / "edition")
    edition.write(tmp_path / "edition", uuid.uuid4().hex)
    return Site()


@pytest.fixture
def cache(site):
    return PageCache(site)
