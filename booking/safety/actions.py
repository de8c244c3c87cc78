"""What staff do about somebody who may not be safe, until an outcome is recorded.

Reception records facts: tried, spoke, handed over (`booking.safety.handovers`). Only a clinician or
the lead records an outcome. Each action is one transaction with one event, and the same
button pressed twice is once: `key` comes with the form. None asks for a version: what is
done about a person in danger is never refused because somebody else was quicker.
"""

import uuid
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from booking import first_answers, transitions
from booking.actions import (
    EventKind,
    erase,
    locked,
    record_event,
    save_new_version,
)
from booking.errors import MissingDetailError, NotPossibleError
from booking.mails import wording as mail_wording
from booking.mails.transition_mails import SEND_DELAY
from booking.models import AppointmentRequest, Outcome, SafetyLevel, SafetyStep, State
from clinic.mail import outbox
from clinic.models import ClinicDetails

OUTCOME = "booking.record_safety_outcome"
ERASE_BATCH_SIZE = 20


def may_act(user: Any) -> bool:
    """Whether this person may record what was done."""
    return bool(user.has_perm(transitions.TRIAGE) or user.has_perm(OUTCOME))


def locked_for(
    appointment_request: AppointmentRequest, by: Any
) -> AbstractContextManager[AppointmentRequest]:
    """The request as it is now, for whoever may act. Raises PermissionDenied."""
    permission = transitions.TRIAGE if by.has_perm(transitions.TRIAGE) else OUTCOME
    return locked(appointment_request, by=by, permission=permission)


def log_try(
    appointment_request: AppointmentRequest, text: str, *, by: Any, key: uuid.UUID, reached: bool
) -> SafetyStep:
    """Somebody called, or wrote a text message; `text` says in which way and what came of it.

    Having spoken is an answer. Raises `NotPossibleError`, PermissionDenied.
    """
    kind = SafetyStep.Kind.SPOKE if reached else SafetyStep.Kind.NO_ANSWER
    with locked_for(appointment_request, by) as current:
        if written := find_repeat(SafetyStep, current, by, key):
            return written
        _check_awaits_outcome(current)
        if reached:
            first_answers.set_answered(current, timezone.now())
            save_new_version(current)
        return _write(current, kind, text, by=by, key=key)


def second_try_from(first: SafetyStep, clinic: ClinicDetails) -> datetime:
    """From when on a try is the second, and no longer part of the first."""
    return first.at + timedelta(minutes=clinic.try_again_after)


def second_try(tries: Sequence[SafetyStep], clinic: ClinicDetails) -> SafetyStep | None:
    """The one that counts as the second; `tries` are all since the last outcome, in order."""
    if not tries:
        return None
    begins = second_try_from(tries[0], clinic)
    return next((step for step in tries[1:] if step.at >= begins), None)


def record_rule_exception(
    appointment_request: AppointmentRequest, text: str, *, by: Any, key: uuid.UUID
) -> SafetyStep:
    """Decide to reach somebody in a way that they did not allow, because a serious threat is
    to be lessened (a permitted general situation, Privacy Act 1988 s 16A).

    Raises `MissingDetailError` without a reason, `NotPossibleError`, PermissionDenied.
    """
    with locked(appointment_request, by=by, permission=OUTCOME) as current:
        if written := find_repeat(SafetyStep, current, by, key):
            return written
        _check_awaits_outcome(current)
        if not text.strip():
            raise MissingDetailError("Write down why.")
        return _write(current, SafetyStep.Kind.EXCEPTION, text, by=by, key=key)


def record_outcome(
    appointment_request: AppointmentRequest, outcome: str, text: str, *, by: Any, key: uuid.UUID
) -> SafetyStep:
    """Say how it ended. Raises `MissingDetailError`, `NotPossibleError`, PermissionDenied."""
    with locked(appointment_request, by=by, permission=OUTCOME) as current:
        if written := find_repeat(SafetyStep, current, by, key):
            return written
        if not current.awaits_outcome or outcome not in possible_outcomes(current):
            raise NotPossibleError
        if outcome not in (Outcome.NOBODY, Outcome.REVIEWED) and not text.strip():
            raise MissingDetailError("Write down what was agreed or done.")
        now = timezone.now()
        current.safety_outcome_at = now
        save_new_version(current)
        waiting = current.handovers.filter(acknowledged_at__isnull=True)
        waiting.update(acknowledged_at=now, acknowledged_by=by)
        return _write(current, SafetyStep.Kind.OUTCOME, text, by=by, key=key, outcome=outcome)


def possible_outcomes(appointment_request: AppointmentRequest) -> list[Outcome]:
    """Which ones fit: "nobody real" only for what was marked as spam, or a fire drill."""
    found = [Outcome.SAFE, Outcome.EMERGENCY, Outcome.CLINICIAN]
    if appointment_request.is_drill or appointment_request.state == State.SPAM:
        found.append(Outcome.NOBODY)
    if appointment_request.safety_legacy:
        found.append(Outcome.REVIEWED)
    return found


def flag(
    appointment_request: AppointmentRequest, level: int, text: str, *, by: Any, key: uuid.UUID
) -> SafetyStep:
    """Somebody says on the phone, or lets staff see, that they may not be safe.

    Also puts an ended request, or one that has an outcome, on the lane again.
    Raises `NotPossibleError` if it stands there at this level, PermissionDenied.
    """
    with locked_for(appointment_request, by) as current:
        if written := find_repeat(SafetyStep, current, by, key):
            return written
        if current.needs_safety_outcome and (current.safety_level or level) >= level:
            raise NotPossibleError
        current.safety_flag, current.safety_level = True, SafetyLevel(level)
        current.safety_outcome_at, current.safety_legacy = None, False
        save_new_version(current)
        outbox.put(
            mail_wording.staff_notices(current, ClinicDetails.current(), notice_kind="flagged")
        )
        return _write(current, SafetyStep.Kind.FLAGGED, text, by=by, key=key)


def erase_requested() -> int:
    """The worker's job: erase whoever wanted it and has had an outcome for a few minutes."""
    due = AppointmentRequest.objects.filter(
        erase_wanted_at__isnull=False, safety_outcome_at__lte=timezone.now() - SEND_DELAY
    )
    found = list(due.order_by("erase_wanted_at").values_list("pk", flat=True)[:ERASE_BATCH_SIZE])
    for pk in found:
        erase(due.filter(pk=pk))
    return len(found)


def find_repeat(model: type[Any], current: AppointmentRequest, by: Any, key: uuid.UUID) -> Any:
    """What the same press wrote before, or None; a key of somebody else's form is made up."""
    written = model.objects.filter(pk=key).first()
    if written and (written.appointment_request_id, written.by_id) != (current.pk, by.pk):
        raise PermissionDenied
    return written


def next_timestamp(current: AppointmentRequest) -> datetime:
    """Now, and later than every step and handover of a locked request: the order says which
    handovers hold, and the clocks of two machines differ."""
    kept = [rows.order_by("at").last() for rows in (current.safety_steps, current.handovers)]  # type: ignore[attr-defined]
    return max([timezone.now(), *(row.at + timedelta(microseconds=1) for row in kept if row)])


def _check_awaits_outcome(current: AppointmentRequest) -> None:
    if not current.awaits_outcome:
        raise NotPossibleError


def _write(
    current: AppointmentRequest,
    kind: str,
    text: str,
    *,
    by: Any,
    key: uuid.UUID,
    outcome: str = "",
) -> SafetyStep:
    written = SafetyStep(
        pk=key,
        appointment_request=current,
        kind=kind,
        outcome=outcome,
        by=by,
        at=next_timestamp(current),
    )
    written.put(text)
    written.save(force_insert=True)
    record_event(current, EventKind.SAFETY, by=by, transition=kind)
    return written
