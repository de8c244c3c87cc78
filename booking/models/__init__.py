"""What clients ask for, and who may see them."""

from booking.models.access import ClientLink, LinkWanted
from booking.models.calendar import Clinician
from booking.models.history import RequestEvent
from booking.models.intake import AddedWord, IntakeAnswers, PrivacyConsent
from booking.models.request import OPEN_STATES, AppointmentRequest, State

__all__ = [
    "OPEN_STATES",
    "AddedWord",
    "AppointmentRequest",
    "ClientLink",
    "Clinician",
    "IntakeAnswers",
    "LinkWanted",
    "PrivacyConsent",
    "RequestEvent",
    "State",
]
