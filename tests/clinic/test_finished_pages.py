"""Finished pages: the same bytes for every reader, and never a word about one person."""

import hashlib
import time
import uuid
from datetime import timedelta
from pathlib import Path

import brotli
import pytest
from django.core.cache import caches
from django.utils import timezone

from clinic.finished_pages import cache as page_cache
from clinic.finished_pages import edition
from clinic.finished_pages.cache import FOREVER, PageCache
from tests.clinic.cached_pages import PAGE, Answer


def new_edition(settings):
    edition.write(Path(settings.EDITION_FILE), uuid.uuid4().hex)


def test_second_reader_gets_the_same_bytes_without_the_application(cache, site):
    first, second = Answer(cache), Answer(cache)
    assert site.asked == 1
    assert first.body == second.body == PAGE
    assert first.headers == second.headers
    assert second.headers["X-Frame-Options"] == "DENY"
    assert second.headers["Cache-Control"] == "no-cache"
    assert second.headers["Content-Length"] == str(len(PAGE))


def test_another_process_finds_what_one_has_made(cache, site):
    Answer(cache)
    assert Answer(PageCache(site)).body == PAGE
    assert site.asked == 1


def test_what_is_shared_names_no_class_of_ours(cache, monkeypatch):
    put = []
    monkeypatch.setattr(caches["pages"], "set", lambda key, value: put.append(value))
    Answer(cache)
    assert [type(value) for value in put] == [tuple]


def test_new_edition_is_seen_by_every_process_at_once(cache, site, settings):
    other = PageCache(site)
    Answer(cache), Answer(other)
    site.body = b"New words."
    new_edition(settings)
    assert Answer(cache).body == b"New words."
    assert Answer(other).body == b"New words."


def test_page_made_while_words_change_is_not_taken_for_new(site, settings):
    def changing(environ, start_response):
        old = site(environ, start_response)
        site.body = b"New words."
        new_edition(settings)
        return old

    Answer(PageCache(changing))
    assert Answer(PageCache(site)).body == b"New words."


def test_without_an_edition_nothing_is_kept(cache, site, settings):
    Path(settings.EDITION_FILE).unlink()
    Answer(cache), Answer(cache)
    assert site.asked == 2


@pytest.mark.parametrize(
    "environ",
    [
        {"REQUEST_METHOD": "POST"},
        {"QUERY_STRING": "page=2"},
        {"PATH_INFO": "/robots.txt"},
        {"PATH_INFO": "/appointments/new-client/"},
        {"PATH_INFO": "/admin/"},
        {"PATH_INFO": "/cms/pages/"},
        {"HTTP_COOKIE": "a=b; session=staff"},
        {"HTTP_AUTHORIZATION": "Basic x"},
        {"SCRIPT_NAME": "/elsewhere"},
    ],
)
def test_request_that_may_be_about_a_person_is_neither_answered_nor_kept(cache, site, environ):
    Answer(cache)
    site.body = b"For one person."
    assert Answer(cache, **environ).body == b"For one person."
    assert Answer(cache).body == PAGE
    assert site.asked == 2


def test_csrf_cookie_of_an_earlier_form_does_not_matter(cache, site):
    Answer(cache)
    Answer(cache, HTTP_COOKIE="csrf=abc")
    assert site.asked == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("status", "404 Not Found"),
        ("status", "301 Moved Permanently"),
        ("ends", None),
        ("headers", [("Content-Type", "text/html"), ("Set-Cookie", "a=b")]),
        ("headers", [("Content-Type", "text/html"), ("Vary", "Accept, Cookie")]),
        ("headers", [("Content-Type", "text/html"), ("Vary", "Accept-Encoding"), ("Vary", "DNT")]),
        ("headers", [("Content-Type", "text/html"), ("Content-Encoding", "br")]),
        ("headers", [("Content-Type", "text/html"), ("Cache-Control", "no-store")]),
        ("headers", [("Content-Type", "text/html"), ("Cache-Control", "private")]),
    ],
)
def test_answer_that_is_not_for_everybody_is_not_kept(cache, site, name, value):
    setattr(site, name, value)
    Answer(cache), Answer(cache)
    assert site.asked == 2


@pytest.mark.parametrize(
    "environ",
    [
        {"HTTP_HOST": "localhost"},
        {"wsgi.url_scheme": "https"},
        {"PATH_INFO": "/conditions/"},
    ],
)
def test_other_address_is_another_page(cache, site, environ):
    Answer(cache)
    Answer(cache, **environ)
    assert site.asked == 2


def test_proxy_says_whether_the_reader_came_over_tls(cache, site, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    Answer(cache, HTTP_X_FORWARDED_PROTO="https")
    Answer(cache, HTTP_X_FORWARDED_PROTO="http")
    assert site.asked == 2


def test_head_is_answered_from_what_a_get_made(cache, site):
    Answer(cache, REQUEST_METHOD="HEAD")
    Answer(cache)
    head = Answer(cache, REQUEST_METHOD="HEAD")
    assert site.asked == 2
    assert head.body == b""
    assert head.headers["Content-Length"] == str(len(PAGE))


def test_each_encoding_has_its_own_bytes_and_tag(cache):
    plain, small = Answer(cache), Answer(cache, HTTP_ACCEPT_ENCODING="gzip, br")
    assert brotli.decompress(small.body) == plain.body
    assert small.headers["Content-Encoding"] == "br"
    assert small.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    assert small.headers["ETag"] != plain.headers["ETag"]


def test_page_is_made_without_the_readers_wish_for_an_encoding(site):
    wishes = []

    def listening(environ, start_response):
        wishes.append(environ["HTTP_ACCEPT_ENCODING"])
        return site(environ, start_response)

    Answer(PageCache(listening), HTTP_ACCEPT_ENCODING="br")
    assert wishes == [""]


def test_copy_that_an_older_version_left_is_not_served(cache, site):
    old = page_cache.Finished([], dict.fromkeys(page_cache.ENCODINGS, b"Twice."), FOREVER, FOREVER)
    key = ((False, "testserver", "/therapies/"), edition.current())
    caches["pages"].set(hashlib.sha256(repr(key).encode()).hexdigest(), old)
    assert Answer(cache).body == PAGE
    assert Answer(PageCache(site)).body == PAGE


@pytest.mark.parametrize("known", ["{tag}", 'W/{tag}, "other"', '"other", {tag}', "*"])
def test_reader_who_has_the_page_gets_304(cache, known):
    tag = Answer(cache).headers["ETag"]
    again = Answer(cache, HTTP_IF_NONE_MATCH=known.format(tag=tag))
    assert again.status == "304 Not Modified"
    assert again.body == b""
    assert again.headers["ETag"] == tag


def test_reader_who_has_another_version_gets_the_page(cache):
    assert Answer(cache, HTTP_IF_NONE_MATCH='"other"').status == "200 OK"


def test_page_past_its_end_is_never_shown(cache, site):
    site.ends = time.time() - 1
    Answer(cache)
    site.status, site.body = "404 Not Found", b"Gone."
    assert Answer(cache).body == b"Gone."
    site.status = "503 Service Unavailable"
    assert Answer(cache).status.startswith("503")


def test_page_of_yesterday_is_made_anew_or_shown_if_the_database_is_away(cache, site, monkeypatch):
    Answer(cache)
    tomorrow = time.time() + 86_400
    monkeypatch.setattr(page_cache.time, "time", lambda: tomorrow)
    site.status, site.body = "503 Service Unavailable", b"Away."
    assert Answer(cache).body == PAGE
    site.status, site.body = "200 OK", b"New day."
    assert Answer(cache).body == b"New day."


def test_a_process_holds_a_bounded_number_of_pages(cache, monkeypatch):
    monkeypatch.setattr(page_cache, "MAX_PAGES", 3)
    for number in range(10):
        Answer(cache, PATH_INFO=f"/{number}/")
    assert len(cache.pages) <= 3


def test_unreadable_cache_is_a_miss(cache, site, monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setattr(caches["pages"], "_dir", str(tmp_path / "file"))
    assert Answer(cache).body == PAGE
    assert Answer(PageCache(site)).body == PAGE
    assert site.asked == 2


@pytest.mark.parametrize("host", ["testserver:1", "TestServer", "testserver.", "other.example"])
def test_host_that_is_not_ours_fills_nothing(cache, site, host):
    Answer(cache, HTTP_HOST=host), Answer(cache, HTTP_HOST=host)
    assert site.asked == 2
    assert not cache.pages


@pytest.mark.parametrize("host", ["testserver", "testserver:8000", "practice.example:8443"])
def test_host_that_is_ours_is_kept(cache, site, settings, host):
    settings.PORT, settings.SITE_URL = 8000, "https://practice.example:8443"
    Answer(cache, HTTP_HOST=host), Answer(cache, HTTP_HOST=host)
    assert site.asked == 1


def test_page_made_across_midnight_is_one_of_the_day_before(site, monkeypatch):
    before = timezone.localtime().replace(hour=23, minute=59)
    after = before + timedelta(minutes=2)
    clock = [before]
    monkeypatch.setattr(page_cache.timezone, "localtime", lambda: clock[0])
    monkeypatch.setattr(page_cache.time, "time", lambda: clock[0].timestamp())

    def slow(environ, start_response):
        clock[0] = after
        return site(environ, start_response)

    cache = PageCache(slow)
    Answer(cache), Answer(cache)
    assert site.asked == 2
