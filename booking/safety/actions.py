"""Actions of staff on requests of clients who may not be safe, until an outcome is recorded.

Reception records tries, conversations and handovers (`booking.safety.handovers`). Only a
clinician or the lead records an outcome. Each action is one transaction with one event. The
`key` of the form prevents that it is stored twice. No action checks the version of the
request: what is done about a person in danger is never refused because of an edit conflict.
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
    locked,
    record_event,
    save_new_version,
)
from booking.erasing import erase
from booking.errors import MissingDetailError, NotPossibleError
from booking.mails import compose as compose
from booking.mails.transition_mails import SEND_DELAY
from booking.models import AppointmentRequest, Outcome, SafetyLevel, SafetyStep, State
from clinic.mail import outbox
from clinic.models import ClinicDetails

OUTCOME = "booking.record_safety_outcome"
ERASE_BATCH_SIZE = 20


def may_act(user: Any) -> bool:
    """Whether this user may record safety steps."""
    return bool(user.has_perm(transitions.TRIAGE) or user.has_perm(OUTCOME))


def locked_for(
    appointment_request: AppointmentRequest, by: Any
) -> AbstractContextManager[AppointmentRequest]:
    """Lock the request for a user who may act. Raises PermissionDenied."""
    permission = transitions.TRIAGE if by.has_perm(transitions.TRIAGE) else OUTCOME
    return locked(appointment_request, by=by, permission=permission)


def log_try(
    appointment_request: AppointmentRequest, text: str, *, by: Any, key: uuid.UUID, reached: bool
) -> SafetyStep:
    """Record a call or text message to the client; `text` says how, and with what result.

    If the client was reached it counts as an answer. Raises `NotPossibleError`, PermissionDenied.
    """
    kind = SafetyStep.Kind.SPOKE if reached else SafetyStep.Kind.NO_ANSWER
    with locked_for(appointment_request, by) as current:
        if repeat := find_repeat(SafetyStep, current, by, key):
            return repeat
        _check_awaits_outcome(current)
        if reached:
            first_answers.set_answered(current, timezone.now())
            save_new_version(current)
        return _write(current, kind, text, by=by, key=key)


def second_try_from(first: SafetyStep, clinic: ClinicDetails) -> datetime:
    """Return from when a try counts as the second one."""
    return first.at + timedelta(minutes=clinic.try_again_after)


def second_try(tries: Sequence[SafetyStep], clinic: ClinicDetails) -> SafetyStep | None:
    """Return the second try, or None. `tries` are all since the last outcome, in order."""
    if not tries:
        return None
    begins = second_try_from(tries[0], clinic)
    return next((step for step in tries[1:] if step.at >= begins), None)


def record_rule_exception(
    appointment_request: AppointmentRequest, text: str, *, by: Any, key: uuid.UUID
) -> SafetyStep:
    """Record the decision to contact a client in a way that they did not allow.

    It is permitted to lessen a serious threat (a permitted general situation, Privacy Act 1988
    s 16A).

    Raises `MissingDetailError` without a reason, `NotPossibleError`, PermissionDenied.
    """
    with locked(appointment_request, by=by, permission=OUTCOME) as current:
        if repeat := find_repeat(SafetyStep, current, by, key):
            return repeat
        _check_awaits_outcome(current)
        if not text.strip():
            raise MissingDetailError("Write down why.")
        return _write(current, SafetyStep.Kind.EXCEPTION, text, by=by, key=key)


def record_outcome(
    appointment_request: AppointmentRequest, outcome: str, text: str, *, by: Any, key: uuid.UUID
) -> SafetyStep:
    """Record the outcome. Raises `MissingDetailError`, `NotPossibleError`, PermissionDenied."""
    with locked(appointment_request, by=by, permission=OUTCOME) as current:
        if repeat := find_repeat(SafetyStep, current, by, key):
            return repeat
        if not current.awaits_outcome or outcome not in possible_outcomes(current):
            raise NotPossibleError
        if outcome not in (Outcome.NOBODY, Outcome.REVIEWED) and not text.strip():
            raise MissingDetailError("Write down what was agreed or done.")
        now = timezone.now()
        current.safety_outcome_at = now
        save_new_version(current)
        unacknowledged = current.handovers.filter(acknowledged_at__isnull=True)
        unacknowledged.update(acknowledged_at=now, acknowledged_by=by)
        return _write(current, SafetyStep.Kind.OUTCOME, text, by=by, key=key, outcome=outcome)


def possible_outcomes(appointment_request: AppointmentRequest) -> list[Outcome]:
    """Return the outcomes that fit the request; NOBODY only for spam and fire drills."""
    outcomes = [Outcome.SAFE, Outcome.EMERGENCY, Outcome.CLINICIAN]
    if appointment_request.is_drill or appointment_request.state == State.SPAM:
        outcomes.append(Outcome.NOBODY)
    if appointment_request.safety_legacy:
        outcomes.append(Outcome.REVIEWED)
    return outcomes


def flag(
    appointment_request: AppointmentRequest, level: int, text: str, *, by: Any, key: uuid.UUID
) -> SafetyStep:
    """Flag a request because staff heard or saw that the client may not be safe.

    A closed request, or one with an outcome, enters the safety lane again. Raises
    `NotPossibleError` if it is in the lane at this level or higher, PermissionDenied.
    """
    with locked_for(appointment_request, by) as current:
        if repeat := find_repeat(SafetyStep, current, by, key):
            return repeat
        if current.needs_safety_outcome and (current.safety_level or level) >= level:
            raise NotPossibleError
        current.safety_flag, current.safety_level = True, SafetyLevel(level)
        current.safety_outcome_at, current.safety_legacy = None, False
        save_new_version(current)
        outbox.put(compose.staff_notices(current, ClinicDetails.current(), notice_kind="flagged"))
        return _write(current, SafetyStep.Kind.FLAGGED, text, by=by, key=key)


def erase_requested() -> int:
    """Erase requests whose clients asked for it, once the outcome is older than `SEND_DELAY`.

    A job of the worker. Return the number of requests.
    """
    due = AppointmentRequest.objects.filter(
        erase_wanted_at__isnull=False, safety_outcome_at__lte=timezone.now() - SEND_DELAY
    )
    keys = list(due.order_by("erase_wanted_at").values_list("pk", flat=True)[:ERASE_BATCH_SIZE])
    for pk in keys:
        erase(due.filter(pk=pk))
    return len(keys)


def find_repeat(model: type[Any], current: AppointmentRequest, by: Any, key: uuid.UUID) -> Any:
    """Return the row stored with the same key, or None.

    Raises PermissionDenied if it is by another user or for another request.
    """
    repeat = model.objects.filter(pk=key).first()
    if repeat and (repeat.appointment_request_id, repeat.by_id) != (current.pk, by.pk):
        raise PermissionDenied
    return repeat


def next_timestamp(current: AppointmentRequest) -> datetime:
    """Return the present time, but later than every step and handover of a locked request.

    Their order decides which handovers are in force, and the clocks of two servers may differ.
    """
    latest = [rows.order_by("at").last() for rows in (current.safety_steps, current.handovers)]  # type: ignore[attr-defined]
    return max([timezone.now(), *(row.at + timedelta(microseconds=1) for row in latest if row)])


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
    step = SafetyStep(
        pk=key,
        appointment_request=current,
        kind=kind,
        outcome=outcome,
        by=by,
        at=next_timestamp(current),
    )
    step.put(text)
    step.save(force_insert=True)
    record_event(current, EventKind.SAFETY, by=by, transition=kind)
    return step
