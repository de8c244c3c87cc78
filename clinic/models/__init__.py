"""Models that every app uses."""

from clinic.models.access_log import AccessLog
from clinic.models.asks import PasswordAsk
from clinic.models.crisis_versions import CrisisLinesVersion
from clinic.models.details import (
    AssessmentDoor,
    ClinicDetails,
    CrisisLine,
    Door,
    Holiday,
    OpeningHours,
    Weekday,
)
from clinic.models.duty import DutyTurn
from clinic.models.factors import AuthenticatorApp, RecoveryCodes
from clinic.models.key_check import KeyCheck
from clinic.models.mail import OutgoingEmail
from clinic.models.marks import Mark, RateCount
from clinic.models.pages import (
    CARD_COLUMNS,
    FEED,
    BasePage,
    ReaderQuerySet,
    is_private,
    pages_for_readers,
)

__all__ = [
    "CARD_COLUMNS",
    "FEED",
    "AccessLog",
    "AssessmentDoor",
    "AuthenticatorApp",
    "BasePage",
    "ClinicDetails",
    "CrisisLine",
    "CrisisLinesVersion",
    "Door",
    "DutyTurn",
    "Holiday",
    "KeyCheck",
    "Mark",
    "OpeningHours",
    "OutgoingEmail",
    "PasswordAsk",
    "RateCount",
    "ReaderQuerySet",
    "RecoveryCodes",
    "Weekday",
    "is_private",
    "pages_for_readers",
]
