"""A load generator: a fixed number of requests over a few kept-alive connections."""

import re
import socket
import threading
import time
from dataclasses import dataclass, field

CONNECTIONS = 8
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Target:
    """What to ask, and which status says that it was answered."""

    name: str
    port: int
    path: str
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    def request(self) -> bytes:
        lines = [f"GET {self.path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}"]
        lines += [f"{k}: {v}" for k, v in ({"Accept-Encoding": "br"} | self.headers).items()]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()


class Connection:
    """One kept-alive connection; reads answers with a Content-Length or without a body."""

    def __init__(self, target: Target) -> None:
        self.socket = socket.create_connection(("127.0.0.1", target.port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.request = target.request()
        self.expected = f" {target.status} ".encode()
        self.buffer = b""

    def ask(self) -> tuple[bytes, bytes]:
        """One request; gives head and body."""
        self.socket.sendall(self.request)
        while b"\r\n\r\n" not in self.buffer:
            self._more()
        head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
        if self.expected not in head[:16]:
            raise AssertionError(f"unexpected answer: {head[:60]!r}")
        length = _content_length(head)
        while len(self.buffer) < length:
            self._more()
        body, self.buffer = self.buffer[:length], self.buffer[length:]
        return head, body

    def _more(self) -> None:
        part = self.socket.recv(262_144)
        if not part:
            raise AssertionError("the server closed a kept-alive connection")
        self.buffer += part


def _content_length(head: bytes) -> int:
    found = LENGTH.search(head)
    return int(found[1]) if found else 0


def requests_per_second(target: Target, count: int) -> float:
    """Answers a second over `count` requests, all of them checked."""
    connections = [Connection(target) for _ in range(CONNECTIONS)]
    failures: list[BaseException] = []

    def work(connection: Connection) -> None:
        try:
            for _ in range(count // CONNECTIONS):
                connection.ask()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(c,)) for c in connections]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - started
    for connection in connections:
        connection.socket.close()
    if failures:
        raise failures[0]
    return count // CONNECTIONS * CONNECTIONS / seconds
