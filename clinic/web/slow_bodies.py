"""How long a visitor may take to send a form.

gunicorn's timeout does not cover a thread that waits for a body: forty connections that
promise one and never send it would silence the site. A socket's timeout bounds the wait for
the next byte only, so a body that drips in is ended from outside.
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
    """A request's body that must have arrived by a deadline, or reading raises TimeoutError."""

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
            found = read(*args)
        finally:
            timer.cancel()
            self.socket.settimeout(before)
        if time.monotonic() >= self.deadline:
            raise TimeoutError("the body came too slowly, and may be cut off")
        return found

    def _shut_down(self) -> None:
        """Read no more: what waits for the next byte gets an end instead."""
        with contextlib.suppress(OSError):
            self.socket.shutdown(SHUT_RD)

    def read(self, *args: Any) -> bytes:
        return self._read_before_deadline(self.body.read, *args)

    def readline(self, *args: Any) -> bytes:
        return self._read_before_deadline(self.body.readline, *args)


def limit_body_time(application: Application) -> Application:
    """Bound the wait for bodies; servers other than gunicorn are left alone."""

    def wrapped(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        socket = environ.get("gunicorn.socket")
        if socket is not None:
            staff = environ.get("PATH_INFO", "").startswith(STAFF)
            seconds = STAFF_SECONDS if staff else PUBLIC_SECONDS
            environ["wsgi.input"] = DeadlineInput(environ["wsgi.input"], socket, seconds)
        return application(environ, start_response)

    return wrapped
