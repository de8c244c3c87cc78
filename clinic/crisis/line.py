"""Data classes of crisis lines, and functions that normalise names and numbers."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any

#: The emergency number.
EMERGENCY = "000"
#: Separators between the digits of a number.
_BETWEEN = re.compile(r"[\s().\-/]")


class PhoneLinks:
    """Mixin: link targets for `phone` and for `text`, the number for text messages."""

    phone: Any
    text: Any

    @property
    def phone_href(self) -> str:
        return f"tel:{_to_dial(self.phone)}"

    @property
    def text_href(self) -> str:
        return f"sms:{_to_dial(self.text)}"

    @property
    def is_emergency(self) -> bool:
        return digits(self.phone) == EMERGENCY


@dataclass(frozen=True)
class Line(PhoneLinks):
    name: str
    phone: str
    text: str = ""
    note: str = ""


@dataclass(frozen=True)
class ReviewedLine(Line):
    """A line as published by its source."""

    source: str = ""
    #: The day on which the source was read.
    read: date = date.min
    #: Other names in use.
    aliases: tuple[str, ...] = ()
    #: Other numbers of the same service.
    more: tuple[str, ...] = ()
    #: Whether a new site shows it on every page.
    from_the_start: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)

    @property
    def numbers(self) -> set[str]:
        """All numbers as digits."""
        return {digits(number) for number in (self.phone, self.text, *self.more) if number}


def digits(number: str) -> str:
    """Return the digits of a number for comparison, also those of other scripts (０, ٠)."""
    return "".join(str(unicodedata.decimal(sign)) for sign in number if sign.isdecimal())


def plain(number: str) -> str:
    """Return a typed number with ASCII digits, hyphens and spaces."""
    typed = unicodedata.normalize("NFKC", number).replace("\u2010", "-").replace("\u2013", "-")
    ascii_digits = (str(unicodedata.decimal(s)) if s.isdecimal() else s for s in typed)
    return " ".join("".join(ascii_digits).split())


def _to_dial(number: str) -> str:
    return _BETWEEN.sub("", plain(number))


def key(name: str) -> str:
    """Return a name for comparison, without differences in case and spaces."""
    return " ".join(name.split()).casefold()
