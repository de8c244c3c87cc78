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
SOON = timedelta(hours=3)
STILL = (State.WAITING_FOR_CLIENT, State.WAITLISTED)
AT_ONCE = 20


def reckon(asked: AppointmentRequest, clinic: ClinicDetails) -> None:
    """Set by when the first answer is due; never earlier than was said before."""
    if asked.door == Door.WAITLIST:
        return  # they read that we cannot say when
    hours = promise.hours_for(asked.kind, clinic)
    due = hours.answer_by(asked.created_at)
    if due and asked.clock_paused:
        due = hours.after(due, timedelta(seconds=asked.clock_paused)) or due
    if due and (asked.answer_due_at is None or due > asked.answer_due_at):
        asked.answer_due_at = due


def run_or_stand(asked: AppointmentRequest, clinic: ClinicDetails, now: datetime) -> None:
    """Stop or start the clock, as the state and the hold demand."""
    still = asked.state in STILL or asked.on_hold_since is not None
    if still and asked.clock_stopped_at is None:
        asked.clock_stopped_at = now
    elif not still and asked.clock_stopped_at is not None:
        stood = clinic.times.open_between(asked.clock_stopped_at, now)
        asked.clock_paused += int(stood.total_seconds())
        asked.clock_stopped_at = None
        reckon(asked, clinic)


def lamp(asked: AppointmentRequest, clinic: ClinicDetails, now: datetime) -> str:
    """How the clock stands: none, answered, leaving, stopped, red, amber or green."""
    if asked.answered_at or not asked.is_open:
        return "answered" if asked.answered_at else "none"
    if asked.answer_leaves_at and asked.answer_leaves_at > now - first_answers.PATIENCE:
        return "leaving"
    if asked.clock_stopped_at:
        return "stopped"
    if asked.answer_due_at is None:
        return "none"
    if asked.answer_due_at <= now:
        return "red"
    return "amber" if asked.answer_due_at <= soon(clinic, now) else "green"


def soon(clinic: ClinicDetails, now: datetime) -> datetime:
    """Whatever is due before this moment shows amber."""
    return clinic.times.after(now, SOON) or now


def words(asked: AppointmentRequest, clinic: ClinicDetails, now: datetime) -> str:
    """What the lamp says, in words."""
    shown = lamp(asked, clinic, now)
    if shown == "answered":
        return "Answered"
    if shown == "leaving":
        leaves: Any = asked.answer_leaves_at
        return f"Answer leaves at {clock(timezone.localtime(leaves).time())}"
    if shown == "stopped":
        return "Clock stands still"
    if shown == "none":
        return ""
    due: Any = asked.answer_due_at
    at = timezone.localtime(due)
    when = f"{day_in_words(at.date())}, {clock(at.time())}"
    return f"Late since {when}" if shown == "red" else f"Answer by {when}"


# --- The worker's jobs ------------------------------------------------------------------


def running() -> QuerySet[AppointmentRequest]:
    """Open requests whose clock runs."""
    return (
        AppointmentRequest.objects.open()
        .filter(
            answered_at__isnull=True, clock_stopped_at__isnull=True, answer_due_at__isnull=False
        )
        .exclude(first_answers.leaving(timezone.now()))
    )


def tell_overdue() -> int:
    """One neutral mail to whoever is on duty about each first answer that is late."""
    late = running().filter(answer_due_at__lte=timezone.now(), overdue_told_at__isnull=True)
    told = 0
    for pk in list(late.order_by("answer_due_at").values_list("pk", flat=True)[:AT_ONCE]):
        told += _tell(pk)
    return told


def _tell(pk: int) -> bool:
    clinic = ClinicDetails.current()
    with transaction.atomic():
        asked = running().select_for_update().filter(pk=pk, overdue_told_at__isnull=True).first()
        if asked is None:
            return False
        asked.overdue_told_at = timezone.now()
        asked.save(update_fields=["overdue_told_at"])
        RequestEvent.objects.create(
            appointment_request=asked,
            kind=RequestEvent.Kind.OVERDUE,
            actor_kind=RequestEvent.ActorKind.SYSTEM,
        )
        outbox.put(mail_wording.notices(asked, clinic, news="overdue"))
    return True


def reckon_again() -> int:
    """Holidays may have been entered since: what is due later now is due later."""
    clinic = ClinicDetails.current()
    for asked in running().filter(answer_due_at__gt=timezone.now()).iterator(chunk_size=500):
        before = asked.answer_due_at
        reckon(asked, clinic)
        if asked.answer_due_at != before:
            same = running().filter(pk=asked.pk, answer_due_at=before, version=asked.version)
            same.update(answer_due_at=asked.answer_due_at)
    return 0
