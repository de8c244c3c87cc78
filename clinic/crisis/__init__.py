"""Crisis lines, and the defaults of a new site.

Editors change the lines on pages, forms and mails under Settings > Clinic details. Error pages
always show `CRISIS_LINES`, because the database may be away.
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

#: The day by which somebody must compare the numbers with their sources.
REVIEW_BY = date(2027, 5, 31)

#: Name of the line that is shown after the emergency number.
LIFELINE = "Lifeline"

#: Characters in a number that a phone can call.
IN_DIGITS = re.compile(r"[0-9 ()+\-]*")

CRISIS_LINES = tuple(line for line in REVIEWED if line.from_the_start)

_SPELLINGS = {
    digits(number): number
    for line in REVIEWED
    for number in (line.phone, line.text, *line.more)
    if number
}


def spelling(number: str) -> str:
    """Return a number as the reviewed list writes it, however it was typed."""
    return _SPELLINGS.get(digits(number)) or plain(number)
