"""Whether an IP address is public, for all code that fetches URLs.

Python's `is_global` differs between versions and ignores IPv4 addresses embedded in IPv6 ones.
"""

import ipaddress
from ipaddress import IPv4Address, IPv6Address, ip_network

#: Networks that are not globally reachable by the IANA registry of special-purpose addresses
#: (RFC 6890 and its updates), multicast and reserved addresses.
NOT_PUBLIC_4 = [
    ip_network(each)
    for each in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    )
]  # fmt: skip
#: All unicast addresses assigned so far; nothing else is public.
UNICAST_6 = ip_network("2000::/3")
#: Protocol assignments, including Teredo (RFC 4380), and two networks for documentation.
NOT_PUBLIC_6 = [ip_network(each) for each in ("2001::/23", "2001:db8::/32", "3fff::/20")]
#: Networks whose addresses end in an embedded IPv4 address (RFC 4291, RFC 6052).
MAPPED, NAT64 = ip_network("::ffff:0:0/96"), ip_network("64:ff9b::/96")
#: 6to4 (RFC 3056): the embedded IPv4 address follows the first 16 bits.
SIX_TO_FOUR = ip_network("2002::/16")


def is_public(address: str) -> bool:
    """Whether an IP address is globally reachable. Raises ValueError for invalid text."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        inner = _inner(ip)
        if inner is None:
            return ip in UNICAST_6 and not any(ip in network for network in NOT_PUBLIC_6)
        ip = inner
    return not any(ip in network for network in NOT_PUBLIC_4)


def _inner(ip: IPv6Address) -> IPv4Address | None:
    """Return the embedded IPv4 address, None if there is none."""
    if ip in MAPPED or ip in NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return IPv4Address((int(ip) >> 80) & 0xFFFFFFFF) if ip in SIX_TO_FOUR else None
