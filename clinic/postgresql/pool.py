"""A bound on the connections of one process, shared by its threads.

Each of gunicorn's threads would keep a connection of its own: one burst, and PostgreSQL has
none left for anybody, a backup included. Here a thread takes a connection for as long as it
asks the database something, and waits for a moment where all are taken (ADR 21).
"""

import threading
import weakref
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db import OperationalError, connections
from psycopg2 import Error
from psycopg2.extensions import TRANSACTION_STATUS_IDLE

#: Seconds that a thread waits; the visitor then reads that the site is very busy.
WAIT = 5.0


class Pool:
    """At most `size` connections; threads wait `wait` seconds for one, then OperationalError."""

    def __init__(self, size: int, *, wait: float = WAIT) -> None:
        self.size, self.wait = size, wait
        self._room = threading.Condition()
        self._idle: list[Any] = []
        # Weak: a thread that ends without a word must not take its place along.
        self._taken: weakref.WeakSet[Any] = weakref.WeakSet()
        self._coming = 0

    def take(self, connect: Callable[[], Any]) -> Any:
        """An idle connection that still answers, or a new one by `connect`."""
        with self._room:
            if not self._room.wait_for(self._has_room, timeout=self.wait):
                raise OperationalError(f"all {self.size} connections of this process are in use")
            self._coming += 1
        try:
            connection = self._alive() or connect()
            self._taken.add(connection)
            return connection
        finally:
            with self._room:
                self._coming -= 1
                self._room.notify()

    def _has_room(self) -> bool:
        return len(self._taken) + self._coming < self.size

    def _alive(self) -> Any:
        """The connection used last; those that a restart of the server has ended are dropped."""
        while True:
            try:
                connection = self._idle.pop()
            except IndexError:  # another thread may have taken the last one a moment ago
                return None
            try:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT 1")
            except Error:
                connection.close()
            else:
                return connection

    def give_back(self, connection: Any) -> None:
        """Keep it for the next thread unless something is left open on it."""
        with self._room:
            taken = connection in self._taken
            self._taken.discard(connection)
            if taken and _is_clean(connection):
                self._idle.append(connection)
            else:
                connection.close()
            self._room.notify()


def _is_clean(connection: Any) -> bool:
    if connection.closed or not connection.autocommit:
        return False
    return bool(connection.info.transaction_status == TRANSACTION_STATUS_IDLE)


#: Of this process; None in commands, the worker and wherever nothing is shared.
current: Pool | None = None


def start() -> None:
    """Share connections from now on: for a web process that has just been forked."""
    global current
    if connections["default"].vendor == "postgresql":
        connections.close_all()
        current = Pool(settings.DATABASE_CONNECTIONS)
        connections.settings["default"]["CONN_MAX_AGE"] = 0
        del connections["default"]


def release() -> None:
    """Give back this thread's connection before it waits: for a visitor's slow line, another
    machine or another process. Within a transaction it is kept."""
    if current is None:
        return
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()


def early(application: Callable[..., Any]) -> Callable[..., Any]:
    """A WSGI application whose answers travel without a connection."""

    def wrapped(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        answer: Any = application(environ, start_response)
        if not getattr(answer, "streaming", False):
            release()
        return answer  # type: ignore[no-any-return]

    return wrapped
