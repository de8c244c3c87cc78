"""A load generator: a fixed number of requests over a few kept-alive connections."""

import re
import selectors
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import repeat
from typing import NoReturn

CONNECTIONS = 8
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Target:
    """What to ask, and which status says that it was answered."""

    name: str
    port: int
    path: str
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    #: Forms to post, each with headers of its own; shared by all connections.
    posts: Iterator[tuple[dict[str, str], str]] | None = None

    def requests(self) -> Iterator[bytes]:
        """What to send, one after the other."""
        if self.posts is None:
            return repeat(self._request("GET", {"Accept-Encoding": "br"} | self.headers))
        return (
            self._request("POST", FORM | {"Content-Length": str(len(body))} | headers, body)
            for headers, body in self.posts
        )

    def _request(self, method: str, headers: dict[str, str], body: str = "") -> bytes:
        lines = [f"{method} {self.path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}"]
        lines += [f"{k}: {v}" for k, v in headers.items()]
        return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


class Connection:
    """One kept-alive connection; reads answers with a Content-Length or without a body."""

    def __init__(self, target: Target) -> None:
        self.socket = socket.create_connection(("127.0.0.1", target.port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.requests = target.requests()
        self.expected = f" {target.status} ".encode()
        self.buffer = b""

    def ask(self) -> tuple[bytes, bytes]:
        """One request; gives head and body."""
        self.send()
        while not (answer := self.receive()):
            pass
        return answer

    def send(self) -> None:
        self.socket.sendall(next(self.requests))

    def receive(self) -> tuple[bytes, bytes] | None:
        """What has come of the answer since; head and body once all of it is there."""
        part = self.socket.recv(262_144)
        if not part:
            raise AssertionError("the server closed a kept-alive connection")
        self.buffer += part
        head, end, body = self.buffer.partition(b"\r\n\r\n")
        if not end or len(body) < _content_length(head):
            return None
        if self.expected not in head[:16]:
            raise AssertionError(f"unexpected answer: {head[:60]!r}")
        self.buffer = b""
        return head, body


def _content_length(head: bytes) -> int:
    found = LENGTH.search(head)
    return int(found[1]) if found else 0


def requests_per_second(target: Target, count: int) -> float:
    """Answers a second over `count` requests, all of them checked.

    One thread asks for all connections, so that the server, on the other core, is what
    the rate measures.
    """
    connections = [Connection(target) for _ in range(CONNECTIONS)]
    with selectors.DefaultSelector() as selector:
        for connection in connections:
            selector.register(connection.socket, selectors.EVENT_READ, connection)
        started = time.perf_counter()
        for connection in connections:
            connection.send()
        asked, answered = CONNECTIONS, 0
        while answered < count:
            for key, _ in selector.select(timeout=30) or _silence():
                connection = key.data
                if connection.receive():
                    answered += 1
                    if asked < count:
                        connection.send()
                        asked += 1
        seconds = time.perf_counter() - started
    for connection in connections:
        connection.socket.close()
    return count / seconds


def _silence() -> NoReturn:
    raise AssertionError("the server has not answered for half a minute")
