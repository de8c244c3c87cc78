"""The answer clock: when the first answer to a request is due, in opening hours.

The clock starts when a request is sent, is paused while the practice waits for the client and
while the request is on hold or on the waiting list, and ends with the first answer. A holiday
that is entered later moves the due time back. Nothing moves it forward.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from booking import first_answers, promise
from booking.mails import compose as compose
from booking.models import AppointmentRequest, RequestEvent, State
from clinic.mail import outbox
from clinic.models import ClinicDetails, Door
from clinic.working_days import clock, day_in_words

#: The status is amber in this much opening time before the due time.
DUE_SOON = timedelta(hours=3)
STOPPED_STATES = (State.WAITING_FOR_CLIENT, State.WAITLISTED)
BATCH_SIZE = 20


def set_due_at(appointment_request: AppointmentRequest, clinic: ClinicDetails) -> None:
    """Set `answer_due_at`. It is never moved to an earlier time."""
    if appointment_request.door == Door.WAITLIST:
        return  # the form promises no day for the waiting list
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
    """Pause or resume the clock according to the state and the hold. The caller saves."""
    is_paused = (
        appointment_request.state in STOPPED_STATES or appointment_request.on_hold_since is not None
    )
    if is_paused and appointment_request.clock_stopped_at is None:
        appointment_request.clock_stopped_at = now
    elif not is_paused and appointment_request.clock_stopped_at is not None:
        paused = clinic.times.open_between(appointment_request.clock_stopped_at, now)
        appointment_request.clock_paused += int(paused.total_seconds())
        appointment_request.clock_stopped_at = None
        set_due_at(appointment_request, clinic)


def status(appointment_request: AppointmentRequest, clinic: ClinicDetails, now: datetime) -> str:
    """Return the status: none, answered, leaving, stopped, red, amber or green."""
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
    """Return the moment up to which a due answer has the status amber."""
    return clinic.times.after(now, DUE_SOON) or now


def status_text(
    appointment_request: AppointmentRequest, clinic: ClinicDetails, now: datetime
) -> str:
    """Return the status as text for staff."""
    clock_status = status(appointment_request, clinic, now)
    if clock_status == "answered":
        return "Answered"
    if clock_status == "leaving":
        leaves: Any = appointment_request.answer_leaves_at
        return f"Answer leaves at {clock(timezone.localtime(leaves).time())}"
    if clock_status == "stopped":
        return "Paused"
    if clock_status == "none":
        return ""
    due: Any = appointment_request.answer_due_at
    at = timezone.localtime(due)
    when = f"{day_in_words(at.date())}, {clock(at.time())}"
    return f"Late since {when}" if clock_status == "red" else f"Answer by {when}"


# --- The worker's jobs ------------------------------------------------------------------


def running_requests() -> QuerySet[AppointmentRequest]:
    """Return the open requests whose clock is running."""
    return (
        AppointmentRequest.objects.open()
        .filter(
            answered_at__isnull=True, clock_stopped_at__isnull=True, answer_due_at__isnull=False
        )
        .exclude(first_answers.is_leaving(timezone.now()))
    )


def notify_overdue() -> int:
    """Send one neutral mail to staff on duty for each overdue first answer. Return how many."""
    late = running_requests().filter(
        answer_due_at__lte=timezone.now(), overdue_told_at__isnull=True
    )
    notified = 0
    for pk in list(late.order_by("answer_due_at").values_list("pk", flat=True)[:BATCH_SIZE]):
        notified += _notify(pk)
    return notified


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
        outbox.put(compose.staff_notices(appointment_request, clinic, notice_kind="overdue"))
    return True


def update_due_times() -> int:
    """Update due times that are still to come: opening hours or holidays may have changed."""
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
