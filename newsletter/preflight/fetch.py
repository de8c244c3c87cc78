"""Request a page of another site, to see whether it exists.

An editor types the address, so the request must not reach internal servers: the host is resolved
once, each of its addresses must be public, and the connection is made to one of these.
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

TIMEOUT = 4  # seconds for each socket operation
TOTAL_TIMEOUT = 10.0  # seconds for all requests: a slow server may send a byte every second
MAX_REQUESTS = 4
#: Characters of an address that are not percent-encoded (RFC 3986).
SAFE_CHARACTERS = "/%:@!$&'()*+,;=~-._?[]"
REDIRECT_STATUSES = (301, 302, 303, 307, 308)
USER_AGENT = "Mozilla/5.0 (compatible; link check before a newsletter)"


@dataclass(frozen=True)
class LinkStatus:
    """`problem` is empty if the page exists; `is_gone` means that trying again will not help."""

    problem: str = ""
    is_gone: bool = False


TIMED_OUT = LinkStatus("did not answer in time. Open the link yourself.")


class NotPublicError(Exception):
    """The host is not on the public network."""


def check(address: str) -> LinkStatus:
    """Request an address and follow redirects. Never raises."""
    try:
        with _time_limit() as deadline:
            status = _follow(address, deadline)
        return TIMED_OUT if deadline.is_past.is_set() else status
    except NotPublicError:
        return LinkStatus("is not on the public internet. Readers could not open it.", is_gone=True)
    except socket.gaierror as error:
        if error.errno == socket.EAI_AGAIN:
            return LinkStatus("could not be looked up just now. Open the link yourself.")
        return LinkStatus("does not exist. Check the address.", is_gone=True)
    except (OSError, http.client.HTTPException):
        return TIMED_OUT
    except ValueError:  # UnicodeError from IDNA too
        return LinkStatus("is not an address. Check it.", is_gone=True)


@dataclass
class _Deadline:
    """The present connection, which a timer shuts down when the time is over."""

    is_past: threading.Event = field(default_factory=threading.Event)
    handle: socket.socket | None = None

    def watch(self, connection: socket.socket) -> None:
        """Keep a duplicate of the socket, because TLS detaches the original."""
        self.close()
        self.handle = connection.dup()
        if self.is_past.is_set():
            self.end()

    def end(self) -> None:
        self.is_past.set()
        if self.handle is not None:
            with suppress(OSError):
                self.handle.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        if self.handle is not None:
            self.handle.close()


@contextmanager
def _time_limit() -> Iterator[_Deadline]:
    deadline = _Deadline()
    timer = threading.Timer(TOTAL_TIMEOUT, deadline.end)
    timer.daemon = True
    timer.start()
    try:
        yield deadline
    finally:
        timer.cancel()
        deadline.close()


def _follow(address: str, deadline: _Deadline) -> LinkStatus:
    for _ in range(MAX_REQUESTS):
        if deadline.is_past.is_set():
            return TIMED_OUT
        status, location = _request(address, deadline)
        if status not in REDIRECT_STATUSES or not location:
            return _link_status(status)
        address = urljoin(address, location)
    return LinkStatus("leads on and on. Open the link yourself.")


def _link_status(status: int) -> LinkStatus:
    if status in (404, 410):
        return LinkStatus(
            f"says there is no such page ({status}). Check the address.", is_gone=True
        )
    if status >= 400:
        return LinkStatus(f"would not show the page to us ({status}). Open the link yourself.")
    return LinkStatus()


def _request(address: str, deadline: _Deadline) -> tuple[int, str]:
    """Return the status and Location of one GET, without reading the page."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(address)
    port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    host = parts.hostname.encode("idna").decode()
    connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
    connection.sock = _connect(host, port)
    try:
        deadline.watch(connection.sock)
        if parts.scheme == "https":
            context = ssl.create_default_context()
            connection.sock = context.wrap_socket(connection.sock, server_hostname=host)
        path = quote(parts.path or "/", SAFE_CHARACTERS) + (
            f"?{quote(parts.query, SAFE_CHARACTERS)}" * bool(parts.query)
        )
        host_header = host if parts.port is None else f"{host}:{port}"
        connection.request("GET", path, headers={"Host": host_header, "User-Agent": USER_AGENT})
        response = connection.getresponse()
        return response.status, response.getheader("Location", "")
    finally:
        connection.close()


def _connect(host: str, port: int) -> socket.socket:
    """Connect to the first address that accepts."""
    for number, address in enumerate(addresses := public_addresses(host, port), start=1):
        try:
            return socket.create_connection((address, port), TIMEOUT)
        except OSError:
            if number == len(addresses):
                raise
    raise NotPublicError(host)


def public_addresses(host: str, port: int) -> list[str]:
    """Return a host's addresses. Raises NotPublicError if any of them is not public."""
    results = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(result[4][0]) for result in results]
    if not all(is_public(address) for address in addresses):
        raise NotPublicError(host)
    return addresses
