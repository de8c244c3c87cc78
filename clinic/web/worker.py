"""gunicorn's worker with threads, and an end to its waits for a visitor.

gunicorn waits for a byte and then, in a thread, for the rest without end, and as long for
whoever does not read their answer: as many of them as there are threads would silence the
site where no proxy stands before it.
"""

import socket
import time
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

#: For the request line and all header lines together. A body has a bound of its own
#: (`clinic.web.slow_bodies`).
HEAD_SECONDS = 10.0
#: For a visitor who takes nothing of an answer. Whoever reads slowly may take their time.
UNREAD_SECONDS = 30.0


class WebWorker(ThreadWorker):
    """Ends connections whose header has not arrived in HEAD_SECONDS."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._heads: dict[Any, float] = {}

    def handle(self, conn: Any) -> Any:
        """In a thread: from here on until `handle_request` the header is read."""
        _give_up_unread(conn.sock)
        self._heads[conn] = time.monotonic() + HEAD_SECONDS
        try:
            return super().handle(conn)
        finally:
            self._heads.pop(conn, None)

    def handle_request(self, req: Any, conn: Any) -> Any:
        self._heads.pop(conn, None)
        try:
            return super().handle_request(req, conn)
        except TimeoutError:
            return False  # the answer was not read

    def notify(self) -> None:
        """About once a second, in the main thread."""
        super().notify()
        now = time.monotonic()
        for conn, deadline in list(self._heads.items()):
            if deadline < now:
                self._heads.pop(conn, None)
                _end(conn.sock)


def _give_up_unread(sock: Any) -> None:
    """Have the system end the connection (RFC 5482) where TCP has such a timeout."""
    if hasattr(socket, "TCP_USER_TIMEOUT") and sock.family != socket.AF_UNIX:
        milliseconds = int(UNREAD_SECONDS * 1000)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, milliseconds)


def _end(sock: Any) -> None:
    """Wake the thread that waits for it."""
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # its visitor was faster
