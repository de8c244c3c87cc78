"""Mail by SMTP, with one deadline for each mail.

A socket's timeout bounds each step, and there are many: a server that answers each after
nine seconds, or a byte at a time, would hold the worker for minutes. Then its lease on the
mails behind this one ends, and another worker sends them a second time.
"""

import contextlib
import smtplib
import socket
import threading
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.core.mail.backends import smtp

#: Five of them fit into a lease of the outbox, one into a lease of the newsletter.
SECONDS = 20.0


class _Watched(smtplib.SMTP):
    """Hands on a second handle of its connection, which stays when TLS takes the first over."""

    def __init__(self, *args: Any, opened: Callable[[socket.socket], None], **kwargs: Any) -> None:
        self._opened = opened
        super().__init__(*args, **kwargs)

    def _get_socket(self, *args: Any) -> socket.socket:
        found: socket.socket = super()._get_socket(*args)  # type: ignore[misc]
        self._opened(found.dup())
        return found


class _WatchedFromTheFirstByte(smtplib.SMTP_SSL, _Watched):
    """The same for TLS that is there before SMTP."""


class EmailBackend(smtp.EmailBackend):
    """Django's; a call that takes longer than SECONDS fails as one whose connection broke."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._handles: list[socket.socket] = []
        self._bounded = False

    @property
    def connection_class(self) -> Any:
        kind = _WatchedFromTheFirstByte if self.use_ssl else _Watched
        return partial(kind, opened=self._handles.append)

    def open(self) -> bool | None:
        with self._deadline():
            return super().open()

    def send_messages(self, email_messages: Any) -> int:
        with self._deadline():
            return super().send_messages(email_messages) or 0

    def close(self) -> None:
        super().close()
        self._let_go()

    def _let_go(self) -> None:
        while self._handles:
            self._handles.pop().close()

    @contextlib.contextmanager
    def _deadline(self) -> Iterator[None]:
        if self._bounded:
            yield  # opening, for a mail that has one
            return
        timer = threading.Timer(SECONDS, self._end)
        timer.daemon = self._bounded = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            self._bounded = False
            if self.connection is None:  # it never came about
                self._let_go()

    def _end(self) -> None:
        for handle in list(self._handles):
            with contextlib.suppress(OSError):
                handle.shutdown(socket.SHUT_RDWR)
