"""At most so many connections of one process, whatever its threads do."""

import gc
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from django.db import OperationalError
from psycopg2 import InterfaceError
from psycopg2.extensions import TRANSACTION_STATUS_IDLE, TRANSACTION_STATUS_INERROR

from clinic.postgresql.pool import Pool


class FakeConnection:
    """What psycopg2 gives, as far as a pool looks at it."""

    def __init__(self):
        self.closed, self.autocommit, self.is_dead = False, True, False
        self.info = SimpleNamespace(transaction_status=TRANSACTION_STATUS_IDLE)

    def cursor(self):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return False

    def execute(self, sql):
        if self.is_dead:
            raise InterfaceError

    def close(self):
        self.closed = True


@pytest.fixture
def pool():
    return Pool(2, wait=0.01)


def test_fault_1_no_more_than_its_size(pool):
    one, other = pool.take(FakeConnection), pool.take(FakeConnection)
    with pytest.raises(OperationalError):
        pool.take(FakeConnection)
    pool.give_back(one)
    assert pool.take(FakeConnection) is one
    assert not other.closed


def test_fault_1_idle_connection_that_another_thread_took_first_is_no_error(pool):
    class Taken(list):
        def __bool__(self):
            return True  # it was there a moment ago

    pool._idle = Taken()
    assert isinstance(pool.take(FakeConnection), FakeConnection)


def test_fault_1_a_thread_waits_until_one_is_given_back():
    pool = Pool(1, wait=30)
    one = pool.take(FakeConnection)
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(pool.take, FakeConnection)
        pool.give_back(one)
        assert waiting.result() is one


def test_fault_1_many_threads_share_few():
    pool, made = Pool(4, wait=30), []

    def connect():
        made.append(FakeConnection())
        return made[-1]

    def ask(_):
        connection = pool.take(connect)
        assert len(pool._taken) <= 4
        pool.give_back(connection)

    with ThreadPoolExecutor(60) as threads:
        list(threads.map(ask, range(600)))
    assert len(made) <= 4


def test_fault_1_a_server_that_refuses_takes_no_place(pool):
    def refused():
        raise OperationalError("too many clients already")

    for _ in range(3):
        with pytest.raises(OperationalError, match="too many clients"):
            pool.take(refused)
    assert pool.take(FakeConnection)


def test_fault_1_a_thread_that_ends_without_a_word_leaves_its_place(pool):
    for _ in range(5):
        pool.take(FakeConnection)
        gc.collect()


def test_connection_that_the_server_has_ended_is_made_anew(pool):
    one = pool.take(FakeConnection)
    pool.give_back(one)
    one.is_dead = True
    assert pool.take(FakeConnection) is not one
    assert one.closed


@pytest.mark.parametrize(
    "leave",
    [
        lambda connection: setattr(connection, "autocommit", False),
        lambda connection: setattr(
            connection.info, "transaction_status", TRANSACTION_STATUS_INERROR
        ),
        lambda connection: connection.close(),
    ],
)
def test_connection_with_something_left_open_is_not_shared(pool, leave):
    one = pool.take(FakeConnection)
    leave(one)
    pool.give_back(one)
    assert one.closed
    assert pool.take(FakeConnection) is not one


def test_connection_of_before_is_closed_and_frees_no_place(pool):
    old = FakeConnection()
    pool.give_back(old)
    assert old.closed
    pool.take(FakeConnection), pool.take(FakeConnection)
