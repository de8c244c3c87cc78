"""The layers of `clinic.wsgi` as they are composed there: each reader gets bytes they can read."""

import gzip
import uuid
from itertools import permutations

import brotli
import pytest
from django.core import signals
from django.db import OperationalError, close_old_connections

from clinic import wsgi
from clinic.finished_pages import edition, warming
from clinic.finished_pages.wsgi_response import WSGIResponse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_sample", "cold")]

DECODED = {
    "br": brotli.decompress,
    "gzip": gzip.decompress,
    "": bytes,
}
#: What browsers and other programs say, and the encoding they get.
ASKED = {
    "br": "br",
    "gzip": "gzip",
    "gzip, deflate, br, zstd": "br",
    None: "",
}
ODD = {
    "": "",
    "*": "",
    "identity": "",
    "identity;q=0": "",
    "identity;q=0, *": "br",
    "br;q=0, gzip": "gzip",
    "br;q=0, *;q=0, gzip;q=0": "",
    "x-br, x-gzip": "",
}
PAGE = "/therapies/interpersonal-psychotherapy/"
#: Kept pages, pages that are not, and what no page is.
EVERYWHERE = [
    PAGE,
    "/nowhere/",
    "/search/?q=grief",
    "/appointments/new-client/",
    "/appointments/received/",
    "/sitemap.xml",
    "/robots.txt",
    "/readyz",
    "/admin/login/",
    "/therapies",  # a redirect
]


@pytest.fixture
def cold(settings, tmp_path):
    """No page is cached yet, in this process or the shared cache."""
    settings.EDITION_FILE = str(tmp_path / "edition")
    edition.write(tmp_path / "edition", uuid.uuid4().hex)
    # As Django's test client: the test's own transaction must not be closed.
    around = (signals.request_started, signals.request_finished)
    for signal in around:
        signal.disconnect(close_old_connections)
    yield
    for signal in around:
        signal.connect(close_old_connections)


def ask(path, accepted=None, *, application=wsgi.application, **headers):
    """The answer of this site, its body read."""
    path, _, query = path.partition("?")
    environ = warming.environ_for(path) | {"QUERY_STRING": query} | headers
    if accepted is not None:
        environ["HTTP_ACCEPT_ENCODING"] = accepted
    answer = WSGIResponse(application, environ)
    answer.body = answer.read()
    return answer


def text_of(answer, expected):
    """The decoded body; the answer has the one encoding that is expected, and says so."""
    assert [v for k, v in answer.headers if k == "Content-Encoding"] == [expected] * bool(expected)
    if answer.header("content-length"):
        assert answer.header("content-length") == str(len(answer.body))
    return DECODED[expected](answer.body)


@pytest.mark.parametrize("order", list(permutations(ASKED)), ids=str)
def test_every_order_of_encodings_gives_what_was_asked_for_and_the_same_text(order):
    cold = [text_of(ask(PAGE, accepted), ASKED[accepted]) for accepted in order]
    warm = [text_of(ask(PAGE, accepted), ASKED[accepted]) for accepted in order]
    assert set(cold) == set(warm) == {cold[0]}
    assert b"4 areas of IPT" in cold[0]


@pytest.mark.parametrize("first", ODD)
def test_odd_wishes_first_leave_the_page_right_for_everybody(first):
    text = text_of(ask(PAGE, first), ODD[first])
    for accepted, expected in (ASKED | ODD).items():
        assert text_of(ask(PAGE, accepted), expected) == text


def test_a_page_the_worker_made_is_right_for_everybody():
    warming.request_page(PAGE)
    assert len({text_of(ask(PAGE, a), expected) for a, expected in ASKED.items()}) == 1


@pytest.mark.parametrize("path", EVERYWHERE)
def test_every_kind_of_answer_has_at_most_one_encoding_that_was_asked_for(path):
    for accepted, expected in (ASKED | ODD).items():
        answer = ask(path, accepted)
        encoding = answer.header("content-encoding")
        assert encoding in {"", expected}
        text = text_of(answer, encoding)
        assert not text or text[:1] in b"<{U"  # HTML, XML, JSON, robots.txt


def test_error_page_is_compressed_once_and_not_kept(monkeypatch):
    def away(*args):
        raise OperationalError

    monkeypatch.setattr("pages.routing.find", away)
    for accepted, expected in ASKED.items():
        answer = ask(PAGE, accepted)
        assert answer.status.startswith("503")
        assert b"<h1" in text_of(answer, expected)
    monkeypatch.undo()
    assert b"4 areas of IPT" in text_of(ask(PAGE), "")


@pytest.mark.parametrize("path", [PAGE, "/search/?q=grief", "/nowhere/"])
def test_head_says_what_a_get_would(path):
    for accepted in [*ASKED, *ASKED]:
        head = ask(path, accepted, REQUEST_METHOD="HEAD")
        get = ask(path, accepted)
        for name in ("content-encoding", "content-type", "vary"):
            assert head.header(name) == get.header(name)
        assert head.header("content-length") in ("", get.header("content-length"))


@pytest.mark.parametrize("path", [PAGE, "/nowhere/", "/search/?q=grief", "/sitemap.xml"])
def test_caches_between_are_told_once_that_encodings_differ(path):
    for accepted in ASKED | ODD:
        vary = ask(path, accepted).header("vary").lower()
        assert vary.split(", ").count("accept-encoding") == 1


def test_each_encoding_has_a_tag_of_its_own_and_its_304():
    tags = {accepted: ask(PAGE, accepted).header("etag") for accepted in ("br", "gzip", None)}
    assert len(set(tags.values())) == 3
    for accepted in tags:
        for known, tag in tags.items():
            answer = ask(PAGE, accepted, HTTP_IF_NONE_MATCH=tag)
            assert answer.status[:3] == ("304" if known == accepted else "200")
            if known != accepted:
                text_of(answer, ASKED[accepted])


def test_conditional_request_that_is_first_spoils_nothing():
    text = text_of(ask(PAGE, "br", HTTP_IF_NONE_MATCH='"old"'), "br")
    assert text_of(ask(PAGE), "") == text


def test_part_of_a_page_that_is_asked_for_is_the_whole():
    for accepted in [*ASKED, *ASKED]:
        answer = ask(PAGE, accepted, HTTP_RANGE="bytes=0-99")
        assert answer.status == "200 OK"
        assert b"4 areas of IPT" in text_of(answer, ASKED[accepted])
