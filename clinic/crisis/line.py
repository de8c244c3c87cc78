"""What a crisis line is, and how names and numbers are compared."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any

#: How the line for danger this minute is told from the others: by its digits.
EMERGENCY = "000"
#: What stands between the digits of a number.
_BETWEEN = re.compile(r"[\s().\-/]")


class PhoneLinks:
    """What a finger on `phone`, or on `text` for messages, should do."""

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
    """A line as somebody read it at its source."""

    source: str = ""
    #: The day on which the source was read.
    read: date = date.min
    #: Other names that people write.
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
        """All its numbers as digits."""
        return {digits(number) for number in (self.phone, self.text, *self.more) if number}


def digits(number: str) -> str:
    """A number as it is compared: its digits alone, also those of other keyboards (０, ٠)."""
    return "".join(str(unicodedata.decimal(sign)) for sign in number if sign.isdecimal())


def plain(number: str) -> str:
    """A number as typed, with the digits, signs and spaces of an English keyboard."""
    typed = unicodedata.normalize("NFKC", number).replace("\u2010", "-").replace("\u2013", "-")
    ascii_digits = (str(unicodedata.decimal(s)) if s.isdecimal() else s for s in typed)
    return " ".join("".join(ascii_digits).split())


def _to_dial(number: str) -> str:
    return _BETWEEN.sub("", plain(number))


def key(name: str) -> str:
    """A name as it is compared: case and spaces do not matter."""
    return " ".join(name.split()).casefold()
