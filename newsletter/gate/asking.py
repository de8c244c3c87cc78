"""One question to somebody else's web server: is this page there?

An editor types the address, so the question must not reach what only this machine can
reach: the host is looked up once, each of its addresses must be a public one, and the
connection goes to that very address.
"""

import http.client
import ipaddress
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

TIMEOUT = 4  # seconds for each step
HOPS = 4
#: What stands in an address as it is (RFC 3986); everything else is percent-encoded.
SAFE = "/%:@!$&'()*+,;=~-._?[]"
NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052
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
        return _follow(address)
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


def _follow(address: str) -> Answer:
    for _ in range(HOPS):
        status, location = _status(address)
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


def _status(address: str) -> tuple[int, str]:
    """The status of one GET, and where it leads on to; the page itself is not read."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(address)
    port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    host = parts.hostname.encode("idna").decode()
    connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
    connection.sock = _connected(host, port)
    try:
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


def is_public(address: str) -> bool:
    """Not loopback, private, link-local, or a way to one of these through IPv6."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
    if ip in NAT64:
        inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return all(each.is_global and not each.is_multicast for each in (ip, inner) if each)
