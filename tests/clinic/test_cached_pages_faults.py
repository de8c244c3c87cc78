"""Kept pages that are damaged, and names in a query that nobody asked for."""

import re
from pathlib import Path

import pytest
from django.core.cache import caches

from clinic.finished_pages import cache as page_cache
from clinic.finished_pages import edition
from clinic.finished_pages.cache import PageCache
from tests.clinic.cached_pages import PAGE, Answer


@pytest.mark.parametrize("query", ["fbclid=1", "utm_source=x&gclid=", "a", "page[]=2", "%ff=1"])
def test_fault_6_unknown_names_get_the_kept_page_while_the_site_fails(cache, site, query):
    Answer(cache)
    site.status, site.ends = "503 Service Unavailable", None
    found = Answer(cache, QUERY_STRING=query)
    assert (found.status, found.body) == ("200 OK", PAGE)


def test_fault_6_a_page_past_its_day_still_stands_in_for_a_failing_one(cache, site):
    Answer(cache)
    (page,) = cache.pages.values()
    page.stale_at = 0
    site.status, site.ends = "503 Service Unavailable", None
    assert Answer(cache, QUERY_STRING="fbclid=1").body == PAGE


def test_fault_6_what_a_query_made_is_kept_for_nobody(cache, site):
    site.body = b"made for fbclid"
    assert Answer(cache, QUERY_STRING="fbclid=1").body == b"made for fbclid"
    site.body = PAGE
    assert Answer(cache).body == PAGE


def test_fault_6_a_name_that_a_page_reads_is_asked_for(cache, site):
    Answer(cache)
    site.body = b"the second page"
    assert Answer(cache, QUERY_STRING="page=2&fbclid=1").body == b"the second page"


def test_fault_6_every_name_that_a_page_reads_is_known():
    """Only Wagtail's pages are cached; their code reads QUERY_PARAMETERS only."""
    code = "".join(path.read_text() for path in Path("pages/models").glob("*.py"))
    assert set(re.findall(r"\.GET\W+(?:get\(|\[)?\W*(\w+)", code)) <= page_cache.QUERY_PARAMETERS


WRONG = [
    None,
    "words",
    7,
    (),
    ([], {}, 0.0),
    ([], {"": b""}, 0.0, 0.0),
    ([], {"": "text", "br": "text", "gzip": "text"}, 0.0, 0.0),
    ([], {"": 5, "br": 5, "gzip": 5}, 0.0, 0.0),
    ([("one",)], {"": b"", "br": b"", "gzip": b""}, 0.0, 0.0),
    ([], {"": b"", "br": b"", "gzip": b""}, "soon", 0.0),
    {"headers": []},
]


@pytest.mark.parametrize("wrong", WRONG)
def test_fault_5_a_kept_page_of_another_shape_is_made_anew(cache, site, wrong, monkeypatch):
    monkeypatch.setattr(caches["pages"], "get", lambda key: wrong)
    assert Answer(cache).body == PAGE


def test_fault_5_an_edition_that_is_no_text_is_none_until_the_worker_writes_one(site, settings):
    Path(settings.EDITION_FILE).write_bytes(b"\xff\xfe\xfa")
    assert edition.current() is None
    assert Answer(PageCache(site)).body == PAGE


def test_fault_5_an_edition_of_another_kind_in_a_shared_cache_is_none(settings):
    settings.EDITION_FILE = None
    caches["pages"].set(edition.KEY, {"moment": 1})
    assert edition.current() is None
