"""What a crisis line is, and how names and numbers are compared."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any


class PhoneLinks:
    """What a finger on `phone`, or on `text` for messages, should do."""

    phone: Any
    text: Any

    @property
    def phone_href(self) -> str:
        return f"tel:{self.phone.replace(' ', '')}"

    @property
    def text_href(self) -> str:
        return f"sms:{self.text.replace(' ', '')}"


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
    """A number without the spaces it is written with."""
    return re.sub(r"\D", "", number)


def key(name: str) -> str:
    """A name as it is compared: case and spaces do not matter."""
    return " ".join(name.split()).casefold()
