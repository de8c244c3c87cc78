"""Finished pages on a served copy: two workers, a publish, a database that goes away."""

import contextlib
import gzip
import http.client
import re
from itertools import permutations

import brotli
import pytest

from tests.waiting import wait_for

IPT = "/therapies/interpersonal-psychotherapy/"
#: On connections of their own these reach both workers.
MANY = 30


@pytest.fixture(scope="module")
def copy(copies, tmp_path_factory):
    """A copy whose pages and database may be broken."""
    with copies.served(tmp_path_factory.mktemp("breakable") / "var") as served:
        yield served


def every_answer(copy, path):
    """Status and text of many requests, each on a connection of its own."""
    answers = set()
    for _ in range(MANY):
        connection = http.client.HTTPConnection("127.0.0.1", copy.port, timeout=10)
        connection.request("GET", path)
        response = connection.getresponse()
        answers.add((response.status, response.read().decode()))
        connection.close()
    return answers


@pytest.mark.both_databases
def test_publish_is_seen_by_every_worker_in_the_next_request(copy):
    # Given a page that both workers have kept
    assert [status for status, _ in every_answer(copy, IPT)] == [200]
    # When an editor publishes other words
    copy.shell(
        "from pages.models import TherapyPage\n"
        f"page = TherapyPage.objects.get(slug='{IPT.split('/')[2]}')\n"
        "page.lead = 'Words of this minute.'\n"
        "page.save_revision().publish()",
    )
    # Then no reader gets the old ones
    answers = every_answer(copy, IPT)
    assert all("Words of this minute." in text for _, text in answers)


def test_changed_phone_number_is_seen_on_pages_that_were_kept(copy):
    every_answer(copy, "/therapies/")
    copy.shell(
        "from clinic.models import ClinicDetails\n"
        "details = ClinicDetails.current()\n"
        "details.phone = '02 5550 9999'\n"
        "details.save()",
    )
    assert all("02 5550 9999" in text for _, text in every_answer(copy, "/therapies/"))


def test_unpublished_page_is_gone_for_everybody(copy):
    path = "/therapies/cognitive-behaviour-therapy/"
    assert {status for status, _ in every_answer(copy, path)} == {200}
    copy.shell(
        "from pages.models import TherapyPage\n"
        f"TherapyPage.objects.get(slug='{path.split('/')[2]}').unpublish()",
    )
    assert {status for status, _ in every_answer(copy, path)} == {404}
    assert all(path not in text for _, text in every_answer(copy, "/therapies/"))


#: What is asked for, and the encoding that comes.
ENCODINGS = {"br": "br", "gzip": "gzip", "gzip, deflate, br": "br", None: None}
DECODED = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}


def encoded(copy, path, accepted):
    """Content-Encoding headers and body of one answer, on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", copy.port, timeout=10)
    with contextlib.closing(connection):
        connection.putrequest("GET", path, skip_accept_encoding=True)
        if accepted is not None:
            connection.putheader("Accept-Encoding", accepted)
        connection.endheaders()
        response = connection.getresponse()
        return response.headers.get_all("Content-Encoding", []), response.read()


def text_in(copy, path, accepted):
    """The text of an answer that has the one encoding that was asked for."""
    found, body = encoded(copy, path, accepted)
    expected = ENCODINGS[accepted]
    assert found == ([expected] if expected else []), f"asked for {accepted}"
    return DECODED[expected](body).decode()


def test_every_order_of_encodings_gives_the_same_text_from_both_workers(copy):
    texts = set()
    for order in permutations(ENCODINGS):
        # Given that nobody has read the page since the last change
        copy.shell("from clinic.finished_pages import changes\nchanges.renew()")
        # When readers of every kind come, each several times: cold, warm, and at both workers
        for accepted in [*order, *order * 3]:
            texts.add(text_in(copy, "/fees/", accepted))
    # Then all of them read the same
    assert len(texts) == 1
    assert "</html>" in texts.pop()


@pytest.mark.parametrize("path", ["/nowhere/", "/search/?q=grief", "/sitemap.xml", "{static}"])
def test_what_is_not_kept_comes_in_the_encoding_asked_for(copy, path):
    script = re.search(r'src="(/static/[^"]+\.js)"', copy.get("/appointments/new-client/")[1])
    path = path.format(static=script[1])
    assert len({text_in(copy, path, accepted) for accepted in ENCODINGS}) == 1


def is_kept(copy, path):
    """Whether the page is there already: a HEAD request makes none."""
    connection = http.client.HTTPConnection("127.0.0.1", copy.port, timeout=10)
    connection.request("HEAD", path)
    with contextlib.closing(connection):
        return connection.getresponse().getheader("ETag") is not None


def make_database_unreachable(copy, copies):
    if address := copy.environment.get("DATABASE_URL"):
        name = address.rsplit("/", 1)[1]
        copies.tell(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        copies.tell(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        )
    else:
        # Connections stay open on a deleted file; without its tables they are no use.
        copy.shell(
            "from django.db import connection\n"
            "for table in ('wagtailcore_site', 'wagtailcore_page', 'django_migrations'):\n"
            "    connection.cursor().execute(f'ALTER TABLE {table} RENAME TO away_{table}')",
        )


@pytest.mark.both_databases
def test_pages_are_there_while_the_database_is_away(copy, copies):
    # Given that nobody has read them since the last change, but the worker has made them
    for path in ("/", IPT, "/first-visit/"):
        wait_for(lambda path=path: is_kept(copy, path), f"the worker to make {path}")
    # When the database goes away
    make_database_unreachable(copy, copies)
    # Then every page still answers with its words
    assert {status for status, _ in every_answer(copy, "/")} == {200}
    assert all("4 areas of IPT" in text for _, text in every_answer(copy, IPT))
    assert {status for status, _ in every_answer(copy, "/first-visit/")} == {200}
    # And a form says what to do
    status, form = copy.get("/appointments/new-client/")
    assert status == 503
    assert "02 5550" in form
    assert copy.get("/readyz")[0] == 503
