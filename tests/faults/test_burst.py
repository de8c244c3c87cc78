"""A burst: hundreds at once ask and search, and the site neither fails nor uses its database up.

`make drill` has 300 searches and 128 forms, `make test` fewer.
"""

import contextlib
import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import psycopg2
import pytest
import requests

from clinic import launch
from tests import migrated
from tests.faults.conftest import database
from tests.faults.people import ANSWERS, HIDDEN, KINDS
from tests.journeys.served import ServedSite
from tests.waiting import wait_for

SEARCHES = int(os.environ.get("DRILL_SEARCHES", "100"))
FORMS = int(os.environ.get("DRILL_FORMS", "40"))
STORY = "I cannot sleep since June"
FREE = """
    SELECT current_setting('max_connections')::int
        - (SELECT sum(numbackends) FROM pg_stat_database)
"""


@pytest.fixture(scope="module")
def crowded(tmp_path_factory):
    """A site as delivered: two processes of 64 threads."""
    launch.ensure_static()
    with database("clinic_burst") as address:
        var_dir = tmp_path_factory.mktemp("burst") / "var"
        migrated.put_into(var_dir)
        served = ServedSite(var_dir, address, DEMO="0", PROXY_HOPS="1")
        served.start()
        yield SimpleNamespace(url=served.url, database=address)
        served.stop()


class Visitor:
    def __init__(self, site, number):
        self.url, self.number, self.cookies, self.form = site.url, number, {}, {}
        self.network = {"X-Forwarded-For": f"10.8.{number // 50}.{number % 50}"}

    def ask(self, method, path, **more):
        answer = requests.request(
            method, self.url + path, cookies=self.cookies, headers=self.network,
            allow_redirects=False, timeout=60, **more,
        )  # fmt: skip
        self.cookies |= answer.cookies.get_dict()
        return answer

    def open_form(self):
        page = self.ask("GET", "/appointments/new-client/").text
        who = {"name": f"Visitor {self.number}", "email": f"visitor-{self.number}@example.org"}
        wrote = {"message": STORY} | KINDS["new-client"]
        self.form = ANSWERS | wrote | who | dict(HIDDEN.findall(page))

    def send(self):
        return self.ask("POST", "/appointments/new-client/", data=self.form)

    def search(self):
        return self.ask("GET", f"/search/?q=sleep{self.number}ing+priceless+worries")


@pytest.fixture(scope="module")
def burst(crowded):
    """The answers to everybody at once."""
    people = [Visitor(crowded, number) for number in range(FORMS + SEARCHES)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(Visitor.open_form, people[:FORMS]))
    with ThreadPoolExecutor(len(people)) as threads:
        forms = [threads.submit(person.send) for person in people[:FORMS]]
        searches = [threads.submit(person.search) for person in people[FORMS:]]
    found = SimpleNamespace(
        site=crowded,
        forms=[answer.result() for answer in forms],
        searches=[answer.result() for answer in searches],
    )
    for name in ("forms", "searches"):
        statuses = Counter(answer.status_code for answer in getattr(found, name))
        launch.say(f"   {name}: {dict(statuses)}")
    return found


def test_burst_ends_in_no_error(burst):
    """302: stored. 422: sent sooner than people write. 503: a full house, in house style."""
    assert {answer.status_code for answer in burst.forms} <= {302, 422, 503}
    assert {answer.status_code for answer in burst.searches} <= {200, 503}


def test_burst_loses_nothing_that_was_typed(burst):
    for answer in burst.forms:
        assert answer.status_code == 302 or STORY in answer.text


def test_burst_leaves_room_for_the_operator(burst):
    if not burst.site.database:
        return  # SQLite is no server
    connection = psycopg2.connect(burst.site.database)
    connection.autocommit = True
    with contextlib.closing(connection), connection.cursor() as cursor:

        def are_free():
            cursor.execute(FREE)
            return cursor.fetchone()[0] >= 10

        wait_for(are_free, "ten connections to be free", 10)


def test_burst_over_the_site_is_well(burst):
    wait_for(lambda: Visitor(burst.site, 0).ask("GET", "/readyz").ok, "the site to be well", 30)
