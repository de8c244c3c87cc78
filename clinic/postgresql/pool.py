"""A connection pool for the threads of one process.

Without it each of gunicorn's threads would hold a connection of its own, and a burst of
requests would use up all connections of PostgreSQL. Here a thread holds a connection only from
its first query to the end of its request, and waits if all are in use (ADR 21).
"""

import threading
import weakref
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db import OperationalError, connections
from psycopg2 import Error
from psycopg2.extensions import TRANSACTION_STATUS_IDLE

#: Seconds that a thread waits for a connection; after that the response is 503.
WAIT_SECONDS = 5.0


class Pool:
    """At most `size` connections; threads wait `wait` seconds for one, then OperationalError."""

    def __init__(self, size: int, *, wait: float = WAIT_SECONDS) -> None:
        self.size, self.wait = size, wait
        self._condition = threading.Condition()
        self._idle: list[Any] = []
        # Weak, so that a connection whose thread ended without returning it does not count.
        self._taken: weakref.WeakSet[Any] = weakref.WeakSet()
        self._connecting = 0

    def take(self, connect: Callable[[], Any]) -> Any:
        """Return an idle connection that still works, or a new one from `connect`."""
        with self._condition:
            if not self._condition.wait_for(self._is_below_size, timeout=self.wait):
                raise OperationalError(f"all {self.size} connections of this process are in use")
            self._connecting += 1
        try:
            connection = self._pop_live() or connect()
            self._taken.add(connection)
            return connection
        finally:
            with self._condition:
                self._connecting -= 1
                self._condition.notify()

    def _is_below_size(self) -> bool:
        return len(self._taken) + self._connecting < self.size

    def _pop_live(self) -> Any:
        """Return the idle connection used last, without those that the server has closed."""
        while True:
            try:
                connection = self._idle.pop()
            except IndexError:  # also if another thread took the last one meanwhile
                return None
            try:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT 1")
            except Error:
                connection.close()
            else:
                return connection

    def give_back(self, connection: Any) -> None:
        """Return a connection to the pool; close it if a transaction is open on it."""
        with self._condition:
            taken = connection in self._taken
            self._taken.discard(connection)
            if taken and _is_reusable(connection):
                self._idle.append(connection)
            else:
                connection.close()
            self._condition.notify()


def _is_reusable(connection: Any) -> bool:
    if connection.closed or not connection.autocommit:
        return False
    return bool(connection.info.transaction_status == TRANSACTION_STATUS_IDLE)


#: The pool of this process; None in commands, the worker and wherever there is none.
current: Pool | None = None


def start() -> None:
    """Create the pool of a web process that has just been forked."""
    global current
    if connections["default"].vendor == "postgresql":
        connections.close_all()
        current = Pool(settings.DATABASE_CONNECTIONS)
        connections.settings["default"]["CONN_MAX_AGE"] = 0
        del connections["default"]


def release() -> None:
    """Return this thread's connection to the pool, except within a transaction.

    Call it before waiting for a slow client, another machine or another process.
    """
    if current is None:
        return
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()


def release_before_sending(application: Callable[..., Any]) -> Callable[..., Any]:
    """Return a WSGI application that releases its connection before the response is sent."""

    def wrapped(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        response: Any = application(environ, start_response)
        if not getattr(response, "streaming", False):
            release()
        return response  # type: ignore[no-any-return]

    return wrapped
