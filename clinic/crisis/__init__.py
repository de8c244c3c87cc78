"""Crisis lines: what one is, and the ones that a new site starts with.

Editors change what pages, forms and mails show under Settings > Clinic details. Error pages
keep `CRISIS_LINES`, because the database may be away.
"""

import re
from datetime import date

from clinic.crisis.line import Line, PhoneLinks, ReviewedLine, digits, key
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
]

#: When somebody must next compare the numbers with their sources.
REVIEW_BY = date(2027, 5, 31)

#: How the two lines that come first are told from the others: by number and by name.
EMERGENCY, LIFELINE = "000", "Lifeline"

#: What a phone can call.
IN_DIGITS = re.compile(r"[0-9 ()+\-]*")

CRISIS_LINES = tuple(line for line in REVIEWED if line.from_the_start)
