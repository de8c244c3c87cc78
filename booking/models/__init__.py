"""Models of appointment requests."""

from booking.models.access import ClientLink, LinkWanted
from booking.models.appointment import Appointment
from booking.models.choices import OPEN_STATES, State
from booking.models.clinician import Clinician
from booking.models.desk import Source
from booking.models.history import RequestEvent
from booking.models.intake import AddedWord, IntakeAnswers, PrivacyConsent
from booking.models.name_part import NamePart
from booking.models.reply import Reply, ReplyTemplate
from booking.models.request import AppointmentRequest
from booking.models.safety import Handover, Outcome, SafetyRecord, SafetyStep
from booking.models.safety_columns import SafetyLevel

__all__ = [
    "OPEN_STATES",
    "AddedWord",
    "Appointment",
    "AppointmentRequest",
    "ClientLink",
    "Clinician",
    "Handover",
    "IntakeAnswers",
    "LinkWanted",
    "NamePart",
    "Outcome",
    "PrivacyConsent",
    "Reply",
    "ReplyTemplate",
    "RequestEvent",
    "SafetyLevel",
    "SafetyRecord",
    "SafetyStep",
    "Source",
    "State",
]
