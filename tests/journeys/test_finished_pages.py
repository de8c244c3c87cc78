"""Finished pages on a served copy: two workers, a publish, a database that goes away."""

import contextlib
import http.client
import subprocess

import psycopg2
import pytest

from clinic import launch
from tests.journeys.served import ServedSite
from tests.waiting import wait_for

IPT = "/therapies/interpersonal-psychotherapy/"
#: On connections of their own these reach both workers.
MANY = 30


@pytest.fixture(scope="module")
def copy(tmp_path_factory, database_url):
    """A copy whose pages and database may be broken."""
    launch.ensure_static()
    name = ""
    if database_url:
        name = f"{database_url}_copy"
        in_postgresql(database_url, f'CREATE DATABASE "{name.rsplit("/", 1)[1]}"')
    served = ServedSite(tmp_path_factory.mktemp("copy"), name)
    served.start()
    yield served
    if served.process.poll() is None:
        served.stop()
    if database_url:
        in_postgresql(database_url, f'DROP DATABASE "{name.rsplit("/", 1)[1]}" WITH (FORCE)')


def in_postgresql(url, *statements):
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    connection.close()


def in_copy(copy, code):
    """Run `code` in a process of its own, as a worker or an editor's request would be."""
    subprocess.run(
        [str(launch.PYTHON), "manage.py", "shell", "-v", "0", "-c", code],
        cwd=launch.BASE_DIR,
        env=copy.environment,
        check=True,
    )


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


def test_publish_is_seen_by_every_worker_in_the_next_request(copy):
    # Given a page that both workers have kept
    assert [status for status, _ in every_answer(copy, IPT)] == [200]
    # When an editor publishes other words
    in_copy(
        copy,
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
    in_copy(
        copy,
        "from clinic.models import ClinicDetails\n"
        "details = ClinicDetails.current()\n"
        "details.phone = '02 5550 9999'\n"
        "details.save()",
    )
    assert all("02 5550 9999" in text for _, text in every_answer(copy, "/therapies/"))


def test_unpublished_page_is_gone_for_everybody(copy):
    path = "/therapies/cognitive-behaviour-therapy/"
    assert {status for status, _ in every_answer(copy, path)} == {200}
    in_copy(
        copy,
        "from pages.models import TherapyPage\n"
        f"TherapyPage.objects.get(slug='{path.split('/')[2]}').unpublish()",
    )
    assert {status for status, _ in every_answer(copy, path)} == {404}
    assert all(path not in text for _, text in every_answer(copy, "/therapies/"))


def is_kept(copy, path):
    """Whether the page is there already: a HEAD request makes none."""
    connection = http.client.HTTPConnection("127.0.0.1", copy.port, timeout=10)
    connection.request("HEAD", path)
    with contextlib.closing(connection):
        return connection.getresponse().getheader("ETag") is not None


def make_database_unreachable(copy, database_url):
    if database_url:
        name = f"{database_url.rsplit('/', 1)[1]}_copy"
        in_postgresql(
            database_url,
            f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false',
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",
        )
    else:
        # Connections stay open on a deleted file; without its tables they are no use.
        in_copy(
            copy,
            "from django.db import connection\n"
            "for table in ('wagtailcore_site', 'wagtailcore_page', 'django_migrations'):\n"
            "    connection.cursor().execute(f'ALTER TABLE {table} RENAME TO away_{table}')",
        )


def test_pages_are_there_while_the_database_is_away(copy, database_url):
    # Given that nobody has read them since the last change, but the worker has made them
    for path in ("/", IPT, "/first-visit/"):
        wait_for(lambda path=path: is_kept(copy, path), f"the worker to make {path}")
    # When the database goes away
    make_database_unreachable(copy, database_url)
    # Then every page still answers with its words
    assert {status for status, _ in every_answer(copy, "/")} == {200}
    assert all("4 areas of IPT" in text for _, text in every_answer(copy, IPT))
    assert {status for status, _ in every_answer(copy, "/first-visit/")} == {200}
    # And a form says what to do
    status, form = copy.get("/appointments/new-client/")
    assert status == 503
    assert "02 5550" in form
    assert copy.get("/readyz")[0] == 503
