"""Crisis lines a new site starts with, and the ones error pages show.

Editors change what pages show under Settings > Clinic details. Error pages keep
these, because the database may be away. Sources, read 2026-11: lifeline.org.au,
suicidecallbackservice.org.au, 13yarn.org.au, kidshelpline.com.au, 1800respect.org.au.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

#: When somebody must next compare the numbers with their sources.
REVIEW_BY = date(2027, 5, 31)


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


CRISIS_LINES = (
    Line("Emergency", "000", note="Danger to life: police, fire, ambulance"),
    Line("Lifeline", "13 11 14", text="0477 13 11 14", note="Anyone, day and night"),
    Line("Suicide Call Back Service", "1300 659 467", note="Day and night"),
    Line("13YARN", "13 92 76", note="For Aboriginal and Torres Strait Islander people"),
    Line("Kids Helpline", "1800 55 1800", note="Ages 5 to 25"),
    Line("1800RESPECT", "1800 737 732", note="Family and sexual violence"),
)
