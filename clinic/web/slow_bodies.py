"""A deadline for receiving a request's body.

gunicorn's timeout does not apply to a thread that waits for a body: forty connections that
announce one and never send it would block the site. A socket's timeout applies to the wait for
the next byte only, so a timer shuts down the socket of a body that arrives too slowly.
"""

import contextlib
import threading
import time
from collections.abc import Callable, Iterable
from socket import SHUT_RD
from typing import Any

from clinic.paths import STAFF
from clinic.postgresql import pool

PUBLIC_SECONDS, STAFF_SECONDS = 30, 300  # a form is small; editors upload pictures

StartResponse = Callable[..., Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


class DeadlineInput:
    """A request's body; reading raises TimeoutError if it has not arrived by the deadline."""

    def __init__(self, body: Any, socket: Any, seconds: float) -> None:
        self.body, self.socket = body, socket
        self.deadline = time.monotonic() + seconds

    def _read_before_deadline(self, read: Callable[..., bytes], *args: Any) -> bytes:
        pool.release()
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("the body did not arrive in time")
        before = self.socket.gettimeout()
        self.socket.settimeout(left)
        timer = threading.Timer(left, self._shut_down)
        timer.daemon = True
        timer.start()
        try:
            data = read(*args)
        finally:
            timer.cancel()
            self.socket.settimeout(before)
        if time.monotonic() >= self.deadline:
            raise TimeoutError("the body came too slowly, and may be cut off")
        return data

    def _shut_down(self) -> None:
        """Shut the socket down for reading; a thread that waits for a byte gets the end instead."""
        with contextlib.suppress(OSError):
            self.socket.shutdown(SHUT_RD)

    def read(self, *args: Any) -> bytes:
        return self._read_before_deadline(self.body.read, *args)

    def readline(self, *args: Any) -> bytes:
        return self._read_before_deadline(self.body.readline, *args)


def limit_body_time(application: Application) -> Application:
    """Return a WSGI application with a deadline for bodies; has no effect without gunicorn."""

    def wrapped(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        socket = environ.get("gunicorn.socket")
        if socket is not None:
            staff = environ.get("PATH_INFO", "").startswith(STAFF)
            seconds = STAFF_SECONDS if staff else PUBLIC_SECONDS
            environ["wsgi.input"] = DeadlineInput(environ["wsgi.input"], socket, seconds)
        return application(environ, start_response)

    return wrapped
