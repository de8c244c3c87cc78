"""By when we have promised a first answer, counted while somebody is here.

The clock starts when a request is sent, stands still while we wait for the person, while the
request is on hold or on the waiting list, and ends with the first answer. A holiday that is
entered later makes the time longer; nothing makes it shorter than we said.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from booking import first_answers, promise
from booking.mails import wording as mail_wording
from booking.models import AppointmentRequest, RequestEvent, State
from clinic.hours import clock, day_in_words
from clinic.mail import outbox
from clinic.models import ClinicDetails, Door

#: Opening time before the promised moment in which the desk shows amber.
DUE_SOON = timedelta(hours=3)
STOPPED_STATES = (State.WAITING_FOR_CLIENT, State.WAITLISTED)
BATCH_SIZE = 20


def set_due_at(appointment_request: AppointmentRequest, clinic: ClinicDetails) -> None:
    """Set by when the first answer is due; never earlier than was said before."""
    if appointment_request.door == Door.WAITLIST:
        return  # they read that we cannot say when
    hours = promise.hours_for(appointment_request.kind, clinic)
    due = hours.answer_by(appointment_request.created_at)
    if due and appointment_request.clock_paused:
        due = hours.after(due, timedelta(seconds=appointment_request.clock_paused)) or due
    if due and (
        appointment_request.answer_due_at is None or due > appointment_request.answer_due_at
    ):
        appointment_request.answer_due_at = due


def start_or_stop(
    appointment_request: AppointmentRequest, clinic: ClinicDetails, now: datetime
) -> None:
    """Stop or start the clock, as the state and the hold demand."""
    still = (
        appointment_request.state in STOPPED_STATES or appointment_request.on_hold_since is not None
    )
    if still and appointment_request.clock_stopped_at is None:
        appointment_request.clock_stopped_at = now
    elif not still and appointment_request.clock_stopped_at is not None:
        stood = clinic.times.open_between(appointment_request.clock_stopped_at, now)
        appointment_request.clock_paused += int(stood.total_seconds())
        appointment_request.clock_stopped_at = None
        set_due_at(appointment_request, clinic)


def status(appointment_request: AppointmentRequest, clinic: ClinicDetails, now: datetime) -> str:
    """How the clock stands: none, answered, leaving, stopped, red, amber or green."""
    if appointment_request.answered_at or not appointment_request.is_open:
        return "answered" if appointment_request.answered_at else "none"
    if (
        appointment_request.answer_leaves_at
        and appointment_request.answer_leaves_at > now - first_answers.GRACE_PERIOD
    ):
        return "leaving"
    if appointment_request.clock_stopped_at:
        return "stopped"
    if appointment_request.answer_due_at is None:
        return "none"
    if appointment_request.answer_due_at <= now:
        return "red"
    return "amber" if appointment_request.answer_due_at <= due_soon_limit(clinic, now) else "green"


def due_soon_limit(clinic: ClinicDetails, now: datetime) -> datetime:
    """Whatever is due before this moment shows amber."""
    return clinic.times.after(now, DUE_SOON) or now


def status_text(
    appointment_request: AppointmentRequest, clinic: ClinicDetails, now: datetime
) -> str:
    """What the lamp says, in words."""
    shown = status(appointment_request, clinic, now)
    if shown == "answered":
        return "Answered"
    if shown == "leaving":
        leaves: Any = appointment_request.answer_leaves_at
        return f"Answer leaves at {clock(timezone.localtime(leaves).time())}"
    if shown == "stopped":
        return "Paused"
    if shown == "none":
        return ""
    due: Any = appointment_request.answer_due_at
    at = timezone.localtime(due)
    when = f"{day_in_words(at.date())}, {clock(at.time())}"
    return f"Late since {when}" if shown == "red" else f"Answer by {when}"


# --- The worker's jobs ------------------------------------------------------------------


def running_requests() -> QuerySet[AppointmentRequest]:
    """Open requests whose clock runs."""
    return (
        AppointmentRequest.objects.open()
        .filter(
            answered_at__isnull=True, clock_stopped_at__isnull=True, answer_due_at__isnull=False
        )
        .exclude(first_answers.is_leaving(timezone.now()))
    )


def notify_overdue() -> int:
    """One neutral mail to whoever is on duty about each first answer that is late."""
    late = running_requests().filter(
        answer_due_at__lte=timezone.now(), overdue_told_at__isnull=True
    )
    told = 0
    for pk in list(late.order_by("answer_due_at").values_list("pk", flat=True)[:BATCH_SIZE]):
        told += _notify(pk)
    return told


def _notify(pk: int) -> bool:
    clinic = ClinicDetails.current()
    with transaction.atomic():
        appointment_request = (
            running_requests()
            .select_for_update()
            .filter(pk=pk, overdue_told_at__isnull=True)
            .first()
        )
        if appointment_request is None:
            return False
        appointment_request.overdue_told_at = timezone.now()
        appointment_request.save(update_fields=["overdue_told_at"])
        RequestEvent.objects.create(
            appointment_request=appointment_request,
            kind=RequestEvent.Kind.OVERDUE,
            actor_kind=RequestEvent.ActorKind.SYSTEM,
        )
        outbox.put(mail_wording.staff_notices(appointment_request, clinic, notice_kind="overdue"))
    return True


def update_due_times() -> int:
    """Holidays may have been entered since: what is due later now is due later."""
    clinic = ClinicDetails.current()
    for appointment_request in (
        running_requests().filter(answer_due_at__gt=timezone.now()).iterator(chunk_size=500)
    ):
        before = appointment_request.answer_due_at
        set_due_at(appointment_request, clinic)
        if appointment_request.answer_due_at != before:
            same = running_requests().filter(
                pk=appointment_request.pk, answer_due_at=before, version=appointment_request.version
            )
            same.update(answer_due_at=appointment_request.answer_due_at)
    return 0
