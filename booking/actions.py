"""Actions on stored requests. Each is one transaction and records one event."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from booking import answer_clock, first_answers, transitions
from booking.errors import MissingDetailError, NotPossibleError, StaleVersionError
from booking.mails import transition_mails as transition_mails
from booking.models import (
    AppointmentRequest,
    RequestEvent,
    State,
)
from booking.models.choices import OPEN_STATES
from booking.transitions import NO_DETAILS, Details
from clinic.models import ClinicDetails
from clinic.privacy import access_log

EventKind, ActorKind = RequestEvent.Kind, RequestEvent.ActorKind


def record_event(
    appointment_request: AppointmentRequest,
    kind: str,
    *,
    by: Any = None,
    actor_kind: str = "",
    **details: Any,
) -> RequestEvent:
    """Record an event. Without `by` the actor is the client, or what `actor_kind` says."""
    event = RequestEvent.objects.create(
        appointment_request=appointment_request,
        kind=kind,
        actor=by,
        actor_kind=actor_kind or (ActorKind.STAFF if by else ActorKind.CLIENT),
        **details,
    )
    if by:
        reason = details.get("transition") or kind
        access_log.write(access_log.Act.CHANGED, [appointment_request.about], by=by, reason=reason)
    return event


@contextmanager
def locked(
    appointment_request: AppointmentRequest, *, by: Any, permission: str = transitions.TRIAGE
) -> Iterator[AppointmentRequest]:
    """Lock the request for this transaction and yield its present row.

    Raises PermissionDenied.
    """
    if not by.has_perm(permission):
        raise PermissionDenied
    with transaction.atomic():
        yield AppointmentRequest.objects.select_for_update().get(pk=appointment_request.pk)


def check_version(current: AppointmentRequest, seen_version: int) -> None:
    """Raise `StaleVersionError` if the request has changed since `seen_version`."""
    if current.version != seen_version:
        raise StaleVersionError(current)


@contextmanager
def locked_at_version(
    appointment_request: AppointmentRequest,
    *,
    by: Any,
    seen_version: int,
    permission: str = transitions.TRIAGE,
) -> Iterator[AppointmentRequest]:
    """Lock the request and yield it if it still has the version that `by` saw.

    Raises `StaleVersionError`, PermissionDenied.
    """
    with locked(appointment_request, by=by, permission=permission) as current:
        check_version(current, seen_version)
        yield current


def save_new_version(current: AppointmentRequest) -> None:
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
    """Apply the transition `event` to the request that `by` saw at `seen_version`.

    Sending the same form twice applies it once. Raises `StaleVersionError`, `NotPossibleError`,
    `MissingDetailError`, PermissionDenied.
    """
    transition = transitions.BY_EVENT.get(event)
    if transition is None or transition.permission == transitions.CLIENT:
        raise NotPossibleError
    try:
        with locked_at_version(
            appointment_request, by=by, seen_version=seen_version, permission=transition.permission
        ) as current:
            apply_transition(current, transition, by=by, details=details)
    except StaleVersionError as error:
        if is_repeat(error.current, by, seen_version, transition=event):
            return error.current
        raise
    return current


def apply_transition(
    current: AppointmentRequest,
    transition: transitions.Transition,
    *,
    by: Any = None,
    details: Details = NO_DETAILS,
) -> None:
    """Apply a transition to a locked request. Without `by` the actor is the client.

    Raises `NotPossibleError`, `MissingDetailError`.
    """
    if current.state not in transition.sources or (
        details.in_bulk and needs_individual_review(current, transition)
    ):
        raise NotPossibleError
    if missing := transition.guard(current, details):
        raise MissingDetailError(missing)
    clinic, now = ClinicDetails.current(), timezone.now()
    from_state, current.state = current.state, transition.target
    transition.effect(current, details, by)
    if by and (details.text or details.note):
        current.client_wrote_at = None  # an answer in words means that staff have read it
    if details.note or transition.target == State.BOOKED:  # a first answer
        first_answers.set_answered(current, now)
    transition_mails.queue_mail(current, transition.message, details, clinic=clinic, by=by)
    first_answers.update_leaves_at(current)
    answer_clock.start_or_stop(current, clinic, now)
    save_new_version(current)
    record_event(
        current,
        EventKind.MOVED,
        by=by,
        transition=transition.event,
        from_state=from_state,
        to_state=transition.target,
        note=details.note,
    )


def needs_individual_review(
    appointment_request: AppointmentRequest, transition: transitions.Transition
) -> bool:
    """Whether a bulk action must skip this request.

    It must if the transition would take a person who may not be safe out of review, or close
    a request to which the client has added text that nobody has read.
    """
    leaves_review = transition.target != State.IN_REVIEW
    closes = transition.target not in OPEN_STATES
    return (leaves_review and appointment_request.needs_safety_outcome) or (
        closes and bool(appointment_request.client_wrote_at)
    )


def is_repeat(current: AppointmentRequest, by: Any, seen_version: int, **same: Any) -> bool:
    """Whether the only change since `seen_version` is this same one, by the same user."""
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
    """Add a note for staff. With a `key` used before, return the note already stored."""
    if not by.has_perm(transitions.TRIAGE):
        raise PermissionDenied
    key = key or uuid.uuid4()
    try:
        with transaction.atomic():
            return record_event(appointment_request, EventKind.NOTED, by=by, note=text, key=key)
    except IntegrityError:
        written = appointment_request.events.filter(key=key).first()
        # If another request has used the key, the note is stored all the same.
        return written or record_event(appointment_request, EventKind.NOTED, by=by, note=text)
