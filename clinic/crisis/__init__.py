"""Crisis lines: what one is, and the ones that a new site starts with.

Editors change what pages, forms and mails show under Settings > Clinic details. Error pages
keep `CRISIS_LINES`, because the database may be away.
"""

import re
from datetime import date

from clinic.crisis.line import EMERGENCY, Line, PhoneLinks, ReviewedLine, digits, key, plain
from clinic.crisis.reviewed import REVIEWED

__all__ = [
    "CRISIS_LINES",
    "EMERGENCY",
    "IN_DIGITS",
    "LIFELINE",
    "REVIEWED",
    "REVIEW_BY",
    "Line",
    "PhoneLinks",
    "ReviewedLine",
    "digits",
    "key",
    "spelling",
]

#: When somebody must next compare the numbers with their sources.
REVIEW_BY = date(2027, 5, 31)

#: The line that is named after the emergency number.
LIFELINE = "Lifeline"

#: What a phone can call.
IN_DIGITS = re.compile(r"[0-9 ()+\-]*")

CRISIS_LINES = tuple(line for line in REVIEWED if line.from_the_start)

_SPELLINGS = {
    digits(number): number
    for line in REVIEWED
    for number in (line.phone, line.text, *line.more)
    if number
}


def spelling(number: str) -> str:
    """How a number is written: as the reviewed list has it, however it was typed."""
    return _SPELLINGS.get(digits(number)) or plain(number)
