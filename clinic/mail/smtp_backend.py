"""SMTP email backend with one deadline for each mail.

A socket's timeout applies to each read and write, and a mail takes many: a server that responds
to each after nine seconds, or a byte at a time, would block the worker for minutes. The lease on
the remaining mails would end, and another worker would send them a second time.
"""

import contextlib
import smtplib
import socket
import threading
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.core.mail.backends import smtp

#: Five such deadlines fit into a lease of the outbox, one into a lease of the newsletter.
DEADLINE_SECONDS = 20.0


class _SMTP(smtplib.SMTP):
    """Passes a duplicate of its socket to `opened`; STARTTLS replaces only the original."""

    def __init__(self, *args: Any, opened: Callable[[socket.socket], None], **kwargs: Any) -> None:
        self._opened = opened
        super().__init__(*args, **kwargs)

    def _get_socket(self, *args: Any) -> socket.socket:
        sock: socket.socket = super()._get_socket(*args)  # type: ignore[misc]
        self._opened(sock.dup())
        return sock


class _SMTPOverTLS(smtplib.SMTP_SSL, _SMTP):
    """The same with TLS from the first byte (EMAIL_USE_SSL)."""


class EmailBackend(smtp.EmailBackend):
    """Django's backend; a call longer than DEADLINE_SECONDS fails like a broken connection."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._handles: list[socket.socket] = []
        self._has_deadline = False

    @property
    def connection_class(self) -> Any:
        kind = _SMTPOverTLS if self.use_ssl else _SMTP
        return partial(kind, opened=self._handles.append)

    def open(self) -> bool | None:
        with self._deadline():
            return super().open()

    def send_messages(self, email_messages: Any) -> int:
        with self._deadline():
            return super().send_messages(email_messages) or 0

    def close(self) -> None:
        super().close()
        self._close_handles()

    def _close_handles(self) -> None:
        while self._handles:
            self._handles.pop().close()

    @contextlib.contextmanager
    def _deadline(self) -> Iterator[None]:
        if self._has_deadline:
            yield  # `open` called by `send_messages`, which has set the deadline
            return
        timer = threading.Timer(DEADLINE_SECONDS, self._shut_down)
        timer.daemon = self._has_deadline = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            self._has_deadline = False
            if self.connection is None:  # it could not be opened
                self._close_handles()

    def _shut_down(self) -> None:
        for handle in list(self._handles):
            with contextlib.suppress(OSError):
                handle.shutdown(socket.SHUT_RDWR)
