"""When a client got the first answer to a request.

An answer is a mail that was sent, something said in a call or a text message, or an agreed
appointment. A change of state alone is not an answer.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Min, Q, QuerySet

from booking.mails import client_mails as client_mails
from booking.models import AppointmentRequest, RequestEvent
from booking.transitions import TABLE
from clinic.models import OutgoingEmail

#: Kinds of mail that count as an answer. A receipt does not.
ANSWER_KINDS = ("booking/reply", *sorted({f"booking/{t.message}" for t in TABLE if t.message}))
#: A mail that is not sent within this time after it was due no longer counts as leaving.
GRACE_PERIOD = timedelta(minutes=15)
UNSENT_STATES = (
    OutgoingEmail.State.QUEUED,
    OutgoingEmail.State.RETRYING,
    OutgoingEmail.State.SENDING,
)


def is_leaving(now: datetime) -> Q:
    """Return the condition for requests whose first answer is about to be sent."""
    return Q(answer_leaves_at__isnull=False, answer_leaves_at__gt=now - GRACE_PERIOD)


def set_answered(appointment_request: AppointmentRequest, now: datetime) -> None:
    """Set the time of the first answer, if there is none yet. The caller saves."""
    appointment_request.answered_at = appointment_request.answered_at or now
    appointment_request.answer_leaves_at = None


def update_leaves_at(appointment_request: AppointmentRequest) -> None:
    """Set when the mail leaves that will be the first answer, if there is one. The caller saves."""
    unsent = (
        _answer_mails(appointment_request)
        .filter(state__in=UNSENT_STATES)
        .exclude(client_mails.LOST)
    )
    leaves_at = (
        None if appointment_request.answered_at else unsent.aggregate(at=Min("due_at"))["at"]
    )
    appointment_request.answer_leaves_at = leaves_at


def first_answered_at(appointment_request: AppointmentRequest) -> datetime | None:
    """Return when the first answer was given. A mail that was returned does not count."""
    events = appointment_request.events.filter(
        Q(kind=RequestEvent.Kind.REPLIED) & ~Q(note="")
        | Q(kind=RequestEvent.Kind.SAFETY, transition="spoke")
        | Q(transition="await_client") & ~Q(note="")
    )
    moments = [
        _answer_mails(appointment_request)
        .exclude(client_mails.LOST)
        .aggregate(at=Min("sent_at"))["at"],
        events.aggregate(at=Min("at"))["at"],
        appointment_request.appointments.aggregate(at=Min("agreed_at"))["at"],
    ]
    return min((moment for moment in moments if moment), default=None)


def record_sent(email: OutgoingEmail, **signal: Any) -> None:
    """Record a sent mail as the first answer, unless it was returned already."""
    if email.kind in ANSWER_KINDS and email.problem not in client_mails.RETURNED:
        unanswered = _request_of(email).filter(answered_at__isnull=True)
        unanswered.update(answered_at=email.sent_at, answer_leaves_at=None)


def record_lost(email: OutgoingEmail) -> None:
    """Take back the first answer if the lost mail was the only one."""
    appointment_request = _request_of(email).first() if email.kind in ANSWER_KINDS else None
    if appointment_request is None:
        return
    if (
        appointment_request.answered_at is not None
        and appointment_request.answered_at == email.sent_at
    ):
        appointment_request.answered_at = first_answered_at(appointment_request)
    update_leaves_at(appointment_request)
    appointment_request.save(update_fields=["answered_at", "answer_leaves_at"])


def _answer_mails(appointment_request: AppointmentRequest) -> QuerySet[OutgoingEmail]:
    return OutgoingEmail.objects.filter(about=appointment_request.about, kind__in=ANSWER_KINDS)


def _request_of(email: OutgoingEmail) -> QuerySet[AppointmentRequest]:
    reference = email.about.removeprefix("request:")
    return AppointmentRequest.objects.select_for_update().filter(reference=reference)
