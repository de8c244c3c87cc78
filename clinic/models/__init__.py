"""The few things every room uses."""

from clinic.models.details import (
    AssessmentDoor,
    ClinicDetails,
    CrisisLine,
    Door,
    Holiday,
    OpeningHours,
    Weekday,
)
from clinic.models.mail import OutgoingEmail
from clinic.models.marks import Mark, RateCount
from clinic.models.pages import (
    CARD_COLUMNS,
    BasePage,
    ReaderQuerySet,
    is_private,
    pages_for_readers,
)

__all__ = [
    "CARD_COLUMNS",
    "AssessmentDoor",
    "BasePage",
    "ClinicDetails",
    "CrisisLine",
    "Door",
    "Holiday",
    "Mark",
    "OpeningHours",
    "OutgoingEmail",
    "RateCount",
    "ReaderQuerySet",
    "Weekday",
    "is_private",
    "pages_for_readers",
]
