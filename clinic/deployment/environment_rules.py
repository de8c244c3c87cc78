"""Validators of environment variables; each message says what to write instead."""

import re
import zoneinfo
from collections.abc import Callable
from email.utils import parseaddr
from urllib.parse import urlsplit

from environs import ValidationError, validate

#: An IPv6 address in a Host header (RFC 3986, 3.2.2).
_IPV6 = re.compile(r"^\[[0-9a-f:.]+\]$", re.IGNORECASE)
positive = validate.Range(min=1)
port = validate.Range(min=1, max=65_535)


def sender(value: str) -> None:
    """Accept "name@example.org" and "Name <name@example.org>"."""
    validate.Email()(parseaddr(value)[1])


def optional(check: Callable[[str], object]) -> Callable[[str], None]:
    """Return a validator that accepts "" and what `check` accepts."""

    def checked(value: str) -> None:
        if value:
            check(value)

    return checked


def entries(values: list[str]) -> None:
    """Refuse empty entries between two commas."""
    if not all(values):
        raise ValidationError("An entry is empty: take away the comma too many.")


def hosts(values: list[str]) -> None:
    entries(values)
    for value in values:
        if re.search(r"[/:@\s]", _IPV6.sub("", value)):
            raise ValidationError(f"{value}: write the host alone, without scheme, port or path.")
        if not value.isascii():
            raise ValidationError(f"{value}: write the host in ASCII (xn--…).")


def address(value: str) -> None:
    """Accept scheme, host and optional port; ASCII only, because mails contain it."""
    parts = urlsplit(value)
    if not value.isascii():
        raise ValidationError("Write the host in ASCII (xn--…).")
    validate.URL(require_tld=False, schemes={"http", "https"})(value)
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        raise ValidationError("Write scheme and host alone, without path or query.")


def time_zone(value: str) -> None:
    if value not in zoneinfo.available_timezones():
        raise ValidationError("Unknown. Write it as Australia/Sydney.")


def user_and_password(value: str) -> None:
    user, colon, password = value.partition(":")
    if not (user and colon and password):
        raise ValidationError("Write user:password, as in the webhook's address.")
