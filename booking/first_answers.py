"""When a person was first answered.

An answer is words: a mail that left, what was said in a call or a text message, a time that
was agreed on. A state alone is none.
"""

from datetime import datetime, timedelta

from django.db.models import Min, Q, QuerySet

from booking.mails import client_mails as client_mails
from booking.models import AppointmentRequest, RequestEvent
from booking.transitions import TABLE
from clinic.models import OutgoingEmail

#: Mails that answer; a receipt does not.
ANSWER_KINDS = ("booking/reply", *sorted({f"booking/{t.message}" for t in TABLE if t.message}))
#: So long after its moment a mail that has not left is no longer counted on.
GRACE_PERIOD = timedelta(minutes=15)
UNSENT_STATES = (
    OutgoingEmail.State.QUEUED,
    OutgoingEmail.State.RETRYING,
    OutgoingEmail.State.SENDING,
)


def is_leaving(now: datetime) -> Q:
    """Requests whose first answer is about to leave."""
    return Q(answer_leaves_at__isnull=False, answer_leaves_at__gt=now - GRACE_PERIOD)


def set_answered(appointment_request: AppointmentRequest, now: datetime) -> None:
    """The person was told something now; the caller saves."""
    appointment_request.answered_at = appointment_request.answered_at or now
    appointment_request.answer_leaves_at = None


def update_leaves_at(appointment_request: AppointmentRequest) -> None:
    """Note which mail will be the first answer, if one waits; the caller saves."""
    waiting = (
        _answer_mails(appointment_request)
        .filter(state__in=UNSENT_STATES)
        .exclude(client_mails.LOST)
    )
    found = None if appointment_request.answered_at else waiting.aggregate(at=Min("due_at"))["at"]
    appointment_request.answer_leaves_at = found


def first_answered_at(appointment_request: AppointmentRequest) -> datetime | None:
    """When the first answer that holds was given: a mail that came back is none."""
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


def record_sent(email: OutgoingEmail) -> None:
    """A mail has left: if it answers, and has not come back already, the promise is kept."""
    if email.kind in ANSWER_KINDS and email.problem not in client_mails.RETURNED:
        of = _request_of(email).filter(answered_at__isnull=True)
        of.update(answered_at=email.sent_at, answer_leaves_at=None)


def record_lost(email: OutgoingEmail) -> None:
    """A mail did not get through: whoever was answered by it alone has no answer yet."""
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
