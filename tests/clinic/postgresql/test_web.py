"""The database as a web process has it. On SQLite nothing is shared and nothing is bounded."""

import io
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from django.db import (
    IntegrityError,
    OperationalError,
    close_old_connections,
    connection,
    connections,
    transaction,
)
from django.utils import timezone

from clinic import server
from clinic.images import process
from clinic.models import Mark
from clinic.postgresql import capacity, pool, time_limit
from clinic.web import health, slow_bodies
from newsletter.preflight import link_check
from newsletter.sending import send_to_self

pytestmark = pytest.mark.usefixtures("real_commits")
SHOW = "SELECT current_setting('statement_timeout')"


@pytest.fixture
def web(settings, real_commits):
    """This process as gunicorn's `post_fork` makes one, with three connections."""
    settings.DATABASE_CONNECTIONS = 3
    before = connections.settings["default"]["CONN_MAX_AGE"]
    pool.start()
    yield pool.current
    if pool.current is not None:
        for idle in pool.current._idle:
            idle.close()
    connections.close_all()
    pool.current = None
    connections.settings["default"]["CONN_MAX_AGE"] = before
    del connections["default"]


def is_shared():
    return connections["default"].vendor == "postgresql"


def read(sql):
    with connections["default"].cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def test_fault_1_a_burst_leaves_no_more_connections_than_the_bound(web):
    def ask(number):
        Mark.set(f"burst-{number}")
        close_old_connections()

    with ThreadPoolExecutor(20) as threads:
        list(threads.map(ask, range(100)))
    assert Mark.objects.filter(name__startswith="burst-").count() == 100
    if is_shared():
        assert len(web._idle) + len(web._taken) <= 3
    else:
        assert web is None


def test_fault_1_a_full_house_is_503_in_house_style(web, client):
    if not is_shared():
        return  # SQLite has no server that could be used up
    web.wait, web.size = 0.01, 0
    client.raise_request_exception = False
    response = client.get("/search/?q=sleep")
    assert response.status_code == 503
    assert response["Retry-After"]
    assert "Lifeline" in response.content.decode()


def test_fault_1_no_connection_is_held_while_a_visitor_is_slow(web):
    Mark.set("asked")
    ours = slow_bodies.DeadlineInput(io.BytesIO(b"x"), FakeSocket(), seconds=5)
    ours.read(1)
    assert (connections["default"].connection is None) is is_shared()
    Mark.set("asked")
    pool.release_before_sending(lambda environ, start_response: [b"page"])({}, None)
    assert (connections["default"].connection is None) is is_shared()


def test_fault_1_no_connection_is_held_while_another_process_or_machine_is_slow(web, monkeypatch):
    """Pictures are opened in a process of their own, links are asked, a test is sent by SMTP."""
    held = []

    def wait(*args, **kwargs):
        held.append(connections["default"].connection is not None)
        raise TimeoutError

    monkeypatch.setattr(process.subprocess, "run", wait)
    monkeypatch.setattr(link_check, "wait", wait)
    monkeypatch.setattr(send_to_self, "get_connection", lambda: None)
    monkeypatch.setattr(
        send_to_self.messages, "single", lambda *args, **kwargs: SimpleNamespace(send=wait)
    )
    monkeypatch.setattr(send_to_self.messages, "sender", lambda: "")
    content = SimpleNamespace(subject="", text="", html="")
    for act in (
        lambda: process.run_child("convert", b""),
        lambda: list(link_check._check_all([])),
        lambda: send_to_self.send(content, "a@example.org"),
    ):
        Mark.set("asked")
        with pytest.raises(TimeoutError):
            act()
    assert held == [not is_shared()] * 3


def test_a_transaction_keeps_its_connection(web):
    with transaction.atomic():
        Mark.set("asked")
        pool.release()
        assert connections["default"].connection is not None
        Mark.set("again")


class FakeSocket:
    def gettimeout(self):
        return None

    def settimeout(self, seconds):
        pass


@pytest.mark.usefixtures("web")
def test_fault_3_every_statement_has_a_time_limit_that_stays_with_it():
    """A pooler hands the connection on after each transaction: nothing may stay on it."""
    if not is_shared():
        Mark.set("asked")
        return
    assert read(SHOW) == "15s"
    with transaction.atomic():
        assert read(SHOW) == "15s"
        with transaction.atomic():
            assert read(SHOW) == "15s"
    with connections["default"].connection.cursor() as bare:
        bare.execute(SHOW)
        assert bare.fetchone()[0] == "0"


@pytest.mark.usefixtures("web")
def test_fault_3_a_savepoint_is_rolled_back_after_an_error():
    now = timezone.now()
    with transaction.atomic():
        Mark.objects.create(name="one", at=now)
        with pytest.raises(IntegrityError), transaction.atomic():
            Mark.objects.create(name="one", at=now)
        Mark.objects.create(name="two", at=now)
    assert Mark.objects.filter(name__in=["one", "two"]).count() == 2


def test_fault_3_nothing_is_asked_of_the_server_while_connecting():
    """PgBouncer refuses parameters that it does not know."""
    options = connection.get_connection_params() if connection.vendor == "postgresql" else {}
    assert "options" not in options
    assert not any("PGOPTIONS" in line for line in getattr(server, "raw_env", []))


def test_a_hanging_query_is_ended(web, monkeypatch):
    if not is_shared():
        return
    monkeypatch.setattr(time_limit, "_LIMIT", "SET LOCAL statement_timeout = 50; ")
    with pytest.raises(OperationalError):
        read("SELECT pg_sleep(20)")


def test_fault_1_start_refuses_more_than_the_server_has(settings, monkeypatch, capsys):
    capacity.refuse_over_capacity()
    settings.DATABASE_CONNECTIONS = 100_000
    if connection.vendor != "postgresql":
        capacity.refuse_over_capacity()
        return
    with pytest.raises(SystemExit):
        capacity.refuse_over_capacity()
    said = capsys.readouterr().err.strip()
    assert said.startswith("clinic: DATABASE_CONNECTIONS:")
    assert "\n" not in said


def test_fault_1_readyz_says_that_the_server_is_full(client, monkeypatch):
    assert health.CHECKS["connections"]() is True
    monkeypatch.setattr(capacity, "CAPACITY", "SELECT 0")
    assert client.get("/readyz").json()["connections"] is (connection.vendor != "postgresql")
