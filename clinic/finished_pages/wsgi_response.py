"""A WSGI response that is held back, so that a layer around the application can change it."""

from collections.abc import Callable, Iterable
from typing import Any

StartResponse = Callable[..., Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]
Headers = list[tuple[str, str]]


class WSGIResponse:
    """The response of `application` to one request; nothing is sent before `send`."""

    def __init__(self, application: Application, environ: dict[str, Any]) -> None:
        self.status = ""
        self.headers: Headers = []
        self._rest: tuple[Any, ...] = ()
        self.body = application(environ, self._start)

    def _start(self, status: str, headers: Headers, *rest: Any) -> None:
        self.status, self.headers, self._rest = status, headers, rest

    def header(self, name: str) -> str:
        """Return the value of a header, "" if it is missing; `name` in lower case."""
        return ", ".join(value for key, value in self.headers if key.lower() == name)

    def read(self) -> bytes:
        """Return the whole body, which can be read once; assign another to `body` to send it."""
        try:
            return b"".join(self.body)
        finally:
            if hasattr(self.body, "close"):
                self.body.close()

    def send(self, start_response: StartResponse) -> Iterable[bytes]:
        start_response(self.status, self.headers, *self._rest)
        return self.body


def body_headers(headers: Headers, encoding: str, length: int | None) -> Headers:
    """Return `headers` for a body of `length` bytes in this content encoding, "" for none.

    A length of None means unknown: there is no Content-Length.
    """
    result = [(k, v) for k, v in headers if k.lower() not in ("content-length", "vary")]
    vary = ", ".join(v for k, v in headers if k.lower() == "vary")
    if "accept-encoding" not in vary.lower():
        vary = f"{vary}, Accept-Encoding" if vary else "Accept-Encoding"
    result.append(("Vary", vary))
    if length is not None:
        result.append(("Content-Length", str(length)))
    return [*result, ("Content-Encoding", encoding)] if encoding else result
