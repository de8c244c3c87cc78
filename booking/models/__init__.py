"""What clients ask for, and who may see them."""

from booking.models.calendar import Clinician
from booking.models.history import AppendOnlyError, RequestEvent
from booking.models.intake import IntakeAnswers, PrivacyConsent
from booking.models.request import OPEN_STATES, AppointmentRequest, State

__all__ = [
    "OPEN_STATES",
    "AppendOnlyError",
    "AppointmentRequest",
    "Clinician",
    "IntakeAnswers",
    "PrivacyConsent",
    "RequestEvent",
    "State",
]
