"""gunicorn's threaded worker with timeouts for reading headers and sending responses.

gunicorn waits without limit for the rest of a header, and for a client that does not read its
response. Without a proxy in front, as many such clients as there are threads would block the
site.
"""

import socket
import time
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

#: For the request line and all headers together. Bodies have their own deadline
#: (`clinic.web.slow_bodies`).
HEAD_SECONDS = 10.0
#: For a client that reads nothing of a response; there is no limit for one that reads slowly.
UNREAD_SECONDS = 30.0


class WebWorker(ThreadWorker):
    """Closes connections whose headers have not arrived in HEAD_SECONDS."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._heads: dict[Any, float] = {}

    def handle(self, conn: Any) -> Any:
        """Runs in a thread; from here until `handle_request` the headers are read."""
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
            return False  # the client did not read the response

    def notify(self) -> None:
        """Called about once a second in the main thread."""
        super().notify()
        now = time.monotonic()
        for conn, deadline in list(self._heads.items()):
            if deadline < now:
                self._heads.pop(conn, None)
                _end(conn.sock)


def _give_up_unread(sock: Any) -> None:
    """Set TCP's user timeout (RFC 5482) where the system supports it."""
    if hasattr(socket, "TCP_USER_TIMEOUT") and sock.family != socket.AF_UNIX:
        milliseconds = int(UNREAD_SECONDS * 1000)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, milliseconds)


def _end(sock: Any) -> None:
    """Shut the socket down, which wakes the thread that waits for it."""
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # already closed by the client
