"""A WSGI answer held back, so that a layer round the application can change it."""

from collections.abc import Callable, Iterable
from typing import Any

StartResponse = Callable[..., Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]
Headers = list[tuple[str, str]]


class Answer:
    """What `application` said to one request; nothing is sent before `send`."""

    def __init__(self, application: Application, environ: dict[str, Any]) -> None:
        self.status = ""
        self.headers: Headers = []
        self._rest: tuple[Any, ...] = ()
        self.body = application(environ, self._start)

    def _start(self, status: str, headers: Headers, *rest: Any) -> None:
        self.status, self.headers, self._rest = status, headers, rest

    def header(self, name: str) -> str:
        """The value of a header, "" if it is not there; `name` in small letters."""
        return ", ".join(value for key, value in self.headers if key.lower() == name)

    def read(self) -> bytes:
        """The whole body. It can be read once; put another in its place."""
        try:
            return b"".join(self.body)
        finally:
            if hasattr(self.body, "close"):
                self.body.close()

    def send(self, start_response: StartResponse) -> Iterable[bytes]:
        start_response(self.status, self.headers, *self._rest)
        return self.body


def dressed(headers: Headers, encoding: str, length: int | None) -> Headers:
    """`headers` for a body in this content encoding, "" for none, of so many bytes.

    A length of None is not said: the body has not been made.
    """
    kept = [(k, v) for k, v in headers if k.lower() not in ("content-length", "vary")]
    vary = ", ".join(v for k, v in headers if k.lower() == "vary")
    if "accept-encoding" not in vary.lower():
        vary = f"{vary}, Accept-Encoding" if vary else "Accept-Encoding"
    kept.append(("Vary", vary))
    if length is not None:
        kept.append(("Content-Length", str(length)))
    return [*kept, ("Content-Encoding", encoding)] if encoding else kept
