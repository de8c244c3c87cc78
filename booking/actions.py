"""What happens to requests that are stored: each action is one transaction with one event."""

import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from booking import answer_clock, first_answers, transitions
from booking.mails import steps as step_mails
from booking.models import (
    AppointmentRequest,
    RequestEvent,
    SafetyLevel,
    SafetyRecord,
    SafetyStep,
    State,
)
from booking.models.request import OPEN_STATES
from booking.transitions import NO_DETAILS, Details
from clinic.models import ClinicDetails, OutgoingEmail
from clinic.privacy import access_log, secure_delete

Kind, ActorKind = RequestEvent.Kind, RequestEvent.ActorKind


class TooManyError(Exception):
    """More requests were stored in this hour than we take."""


class StaleError(Exception):
    """The request has changed since the person looked at it; `current` is how it is now."""

    def __init__(self, current: AppointmentRequest) -> None:
        super().__init__()
        self.current = current


class NotPossibleError(Exception):
    """The request is in a state from which this cannot happen."""


class MissingError(Exception):
    """Something must be said first; the text says what."""


def record(
    appointment_request: AppointmentRequest,
    kind: str,
    *,
    by: Any = None,
    actor_kind: str = "",
    **details: Any,
) -> RequestEvent:
    """Write down what happened; without `by` the client did it, or whoever `actor_kind` says."""
    event = RequestEvent.objects.create(
        appointment_request=appointment_request,
        kind=kind,
        actor=by,
        actor_kind=actor_kind or (ActorKind.STAFF if by else ActorKind.CLIENT),
        **details,
    )
    if by:
        what = details.get("transition") or kind
        access_log.write(access_log.Act.CHANGED, [appointment_request.about], by=by, reason=what)
    return event


@contextmanager
def locked(
    appointment_request: AppointmentRequest, *, by: Any, permission: str = transitions.TRIAGE
) -> Iterator[AppointmentRequest]:
    """The request as it is now; whoever else changes it waits. Raises PermissionDenied."""
    if not by.has_perm(permission):
        raise PermissionDenied
    with transaction.atomic():
        yield AppointmentRequest.objects.select_for_update().get(pk=appointment_request.pk)


def refuse_stale(current: AppointmentRequest, seen_version: int) -> None:
    """Raises `StaleError` if somebody has changed the request since `seen_version`."""
    if current.version != seen_version:
        raise StaleError(current)


@contextmanager
def changing(
    appointment_request: AppointmentRequest,
    *,
    by: Any,
    seen_version: int,
    permission: str = transitions.TRIAGE,
) -> Iterator[AppointmentRequest]:
    """The request, locked, as `by` saw it at `seen_version`.

    Raises `StaleError`, PermissionDenied.
    """
    with locked(appointment_request, by=by, permission=permission) as current:
        refuse_stale(current, seen_version)
        yield current


def keep(current: AppointmentRequest) -> None:
    """Save a locked request as its next version."""
    current.version += 1
    current.save()


def move(
    appointment_request: AppointmentRequest,
    event: str,
    *,
    by: Any,
    seen_version: int,
    details: Details = NO_DETAILS,
) -> AppointmentRequest:
    """Let `event` happen to the request that `by` saw at `seen_version`.

    The same button pressed twice is one move. Raises `StaleError`, `NotPossibleError`,
    `MissingError`, PermissionDenied.
    """
    found = transitions.BY_EVENT.get(event)
    if found is None or found.permission == transitions.CLIENT:
        raise NotPossibleError
    try:
        with changing(
            appointment_request, by=by, seen_version=seen_version, permission=found.permission
        ) as current:
            step(current, found, by=by, details=details)
    except StaleError as error:
        if was_just_done(error.current, by, seen_version, transition=event):
            return error.current
        raise
    return current


def step(
    current: AppointmentRequest,
    found: transitions.Transition,
    *,
    by: Any = None,
    details: Details = NO_DETAILS,
) -> None:
    """Make one step of the table with a request that is locked; without `by`, the client's.

    Raises `NotPossibleError`, `MissingError`.
    """
    if current.state not in found.sources or (details.in_bulk and is_for_one(current, found)):
        raise NotPossibleError
    if missing := found.guard(current, details):
        raise MissingError(missing)
    clinic, now = ClinicDetails.current(), timezone.now()
    from_state, current.state = current.state, found.target
    found.effect(current, details, by)
    if by and (details.text or details.told):
        current.client_wrote_at = None  # answered in words; a step alone has read nothing
    if details.told or found.target == State.BOOKED:  # words, or a time given
        first_answers.note(current, now)
    step_mails.tell(current, found.message, details, clinic=clinic, by=by)
    first_answers.look_at_mails(current)
    answer_clock.run_or_stand(current, clinic, now)
    keep(current)
    record(
        current,
        Kind.MOVED,
        by=by,
        transition=found.event,
        from_state=from_state,
        to_state=found.target,
        note=details.told,
    )


def is_for_one(appointment_request: AppointmentRequest, found: transitions.Transition) -> bool:
    """Whether one press for many must leave it alone: it would put somebody aside who may
    not be safe, or end what holds a word that nobody has read."""
    puts_aside = found.target != State.IN_REVIEW
    ends = found.target not in OPEN_STATES
    return (puts_aside and appointment_request.needs_safety_outcome) or (
        ends and bool(appointment_request.client_wrote_at)
    )


def was_just_done(current: AppointmentRequest, by: Any, seen_version: int, **same: Any) -> bool:
    """Whether the one change since `seen_version` is this very one, by the same person."""
    last = current.events.order_by("-pk").first()
    return (
        last is not None
        and current.version == seen_version + 1
        and last.actor_id == by.pk
        and all(getattr(last, name) == value for name, value in same.items())
    )


def add_note(
    appointment_request: AppointmentRequest, text: str, *, by: Any, key: uuid.UUID | None = None
) -> RequestEvent:
    """Write a note; the same `key` again gives the note already written."""
    if not by.has_perm(transitions.TRIAGE):
        raise PermissionDenied
    key = key or uuid.uuid4()
    try:
        with transaction.atomic():
            return record(appointment_request, Kind.NOTED, by=by, note=text, key=key)
    except IntegrityError:
        written = appointment_request.events.filter(key=key).first()
        # A key that another request has used must not cost the words of this note.
        return written or record(appointment_request, Kind.NOTED, by=by, note=text)


@transaction.atomic
def erase(requests: QuerySet[AppointmentRequest]) -> dict[str, int]:
    """Delete requests with all that belongs to them, mails included; counts by table.

    Nothing of the person is left: answers, consent and events go with the request. Of a
    request that was flagged a record without words stays. Rows are locked first: who was
    flagged again, or booked, until then is no longer among `requests`.
    """
    secure_delete.truncate_wal_on_commit()
    held = dict(requests.order_by("pk").select_for_update().values_list("pk", "reference"))
    requests = AppointmentRequest.objects.filter(pk__in=list(held))
    about = [f"request:{reference}" for reference in held.values()]
    counts: Counter[str] = Counter()
    SafetyRecord.objects.bulk_create(safety_records(requests))
    counts.update(OutgoingEmail.objects.filter(about__in=about).delete()[1])
    counts.update(requests.delete()[1])
    return dict(counts)


def safety_records(requests: QuerySet[AppointmentRequest]) -> list[SafetyRecord]:
    """That something was done about each flagged request, without a word of it."""
    found = []
    for appointment_request in requests.filter(safety_flag=True, is_drill=False).order_by("pk"):
        last = appointment_request.safety_steps.filter(kind=SafetyStep.Kind.OUTCOME).last()
        found.append(
            SafetyRecord(
                reference=appointment_request.reference,
                safety_level=appointment_request.safety_level or SafetyLevel.NOT_SAFE,
                received_at=appointment_request.created_at,
                outcome=last.outcome if last else "",
                outcome_at=last.at if last else None,
                outcome_by=last.by if last else None,
            )
        )
    return found
