"""One question to somebody else's web server: is this page there?

An editor types the address, so the question must not reach what only this machine can
reach: the host is looked up once, each of its addresses must be a public one, and the
connection goes to that very address.
"""

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import quote, urljoin, urlsplit

from clinic.web.public_network import is_public

TIMEOUT = 4  # seconds for each step
TOTAL = 10.0  # seconds for the whole way: a server may send a byte every second
HOPS = 4
#: What stands in an address as it is (RFC 3986); everything else is percent-encoded.
SAFE = "/%:@!$&'()*+,;=~-._?[]"
REDIRECT = (301, 302, 303, 307, 308)
AGENT = "Mozilla/5.0 (compatible; link check before a newsletter)"


@dataclass(frozen=True)
class Answer:
    """`problem` is empty if the page is there; `is_gone` says that waiting will not help."""

    problem: str = ""
    is_gone: bool = False


TOO_LATE = Answer("did not answer in time. Open the link yourself.")


class NotPublicError(Exception):
    """The name stands for a machine that is not on the public network."""


def ask(address: str) -> Answer:
    """Follow an address to its page. Never raises."""
    try:
        with _deadline() as way:
            answer = _follow(address, way)
        return TOO_LATE if way.is_over.is_set() else answer
    except NotPublicError:
        return Answer("is not on the public internet. Readers could not open it.", is_gone=True)
    except socket.gaierror as error:
        if error.errno == socket.EAI_AGAIN:
            return Answer("could not be looked up just now. Open the link yourself.")
        return Answer("does not exist. Check the address.", is_gone=True)
    except (OSError, http.client.HTTPException):
        return TOO_LATE
    except ValueError:  # UnicodeError from IDNA too
        return Answer("is not an address. Check it.", is_gone=True)


@dataclass
class _Way:
    """The connection of the moment, to be ended from outside once the time is over."""

    is_over: threading.Event = field(default_factory=threading.Event)
    handle: socket.socket | None = None

    def hold(self, connection: socket.socket) -> None:
        """Keep a second handle, which stays when TLS takes the first over."""
        self.let_go()
        self.handle = connection.dup()
        if self.is_over.is_set():
            self.end()

    def end(self) -> None:
        self.is_over.set()
        if self.handle is not None:
            with suppress(OSError):
                self.handle.shutdown(socket.SHUT_RDWR)

    def let_go(self) -> None:
        if self.handle is not None:
            self.handle.close()


@contextmanager
def _deadline() -> Iterator[_Way]:
    way = _Way()
    timer = threading.Timer(TOTAL, way.end)
    timer.daemon = True
    timer.start()
    try:
        yield way
    finally:
        timer.cancel()
        way.let_go()


def _follow(address: str, way: _Way) -> Answer:
    for _ in range(HOPS):
        if way.is_over.is_set():
            return TOO_LATE
        status, location = _status(address, way)
        if status not in REDIRECT or not location:
            return _verdict(status)
        address = urljoin(address, location)
    return Answer("leads on and on. Open the link yourself.")


def _verdict(status: int) -> Answer:
    if status in (404, 410):
        return Answer(f"says there is no such page ({status}). Check the address.", is_gone=True)
    if status >= 400:
        return Answer(f"would not show the page to us ({status}). Open the link yourself.")
    return Answer()


def _status(address: str, way: _Way) -> tuple[int, str]:
    """The status of one GET, and where it leads on to; the page itself is not read."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(address)
    port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    host = parts.hostname.encode("idna").decode()
    connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
    connection.sock = _connected(host, port)
    try:
        way.hold(connection.sock)
        if parts.scheme == "https":
            context = ssl.create_default_context()
            connection.sock = context.wrap_socket(connection.sock, server_hostname=host)
        path = quote(parts.path or "/", SAFE) + (f"?{quote(parts.query, SAFE)}" * bool(parts.query))
        name = host if parts.port is None else f"{host}:{port}"
        connection.request("GET", path, headers={"Host": name, "User-Agent": AGENT})
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location", "")
    finally:
        connection.close()


def _connected(host: str, port: int) -> socket.socket:
    """A connection to the first address that takes one."""
    for number, address in enumerate(addresses := public_addresses(host, port), start=1):
        try:
            return socket.create_connection((address, port), TIMEOUT)
        except OSError:
            if number == len(addresses):
                raise
    raise NotPublicError(host)


def public_addresses(host: str, port: int) -> list[str]:
    """Where this host is. Raises NotPublicError if any of its addresses is not public."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(each[4][0]) for each in found]
    if not all(is_public(address) for address in addresses):
        raise NotPublicError(host)
    return addresses
