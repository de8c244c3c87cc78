"""Actions of reception on requests that do not change their state.

Each is one transaction with one event. It raises `StaleVersionError` if the request has
changed since `seen_version`, and PermissionDenied. Sending the same form twice applies it once.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.utils import timezone

from booking import answer_clock, transitions
from booking.actions import (
    EventKind,
    is_repeat,
    locked_at_version,
    record_event,
    save_new_version,
)
from booking.errors import MissingDetailError, NotPossibleError, StaleVersionError
from booking.models import AppointmentRequest
from clinic.models import ClinicDetails


def assign(
    appointment_request: AppointmentRequest, to: Any | None, *, by: Any, seen_version: int
) -> AppointmentRequest:
    """Assign the request to a user who may triage, or to nobody."""

    def change(current: AppointmentRequest) -> None:
        if to is not None and not (to.is_active and to.has_perm(transitions.TRIAGE)):
            raise NotPossibleError
        current.assigned_to = to

    assignee = to.get_username() if to else "nobody"
    return _change(
        appointment_request,
        change,
        EventKind.ASSIGNED,
        by=by,
        seen_version=seen_version,
        note=assignee,
    )


def put_on_hold(
    appointment_request: AppointmentRequest, *, by: Any, seen_version: int
) -> AppointmentRequest:
    """Put the request on hold, which pauses its clock."""

    def change(current: AppointmentRequest) -> None:
        if not current.is_open or current.on_hold_since:
            raise NotPossibleError
        current.on_hold_since = timezone.now()

    return _change(appointment_request, change, EventKind.HELD, by=by, seen_version=seen_version)


def take_off_hold(
    appointment_request: AppointmentRequest, *, by: Any, seen_version: int
) -> AppointmentRequest:
    """Take the request off hold."""

    def change(current: AppointmentRequest) -> None:
        if not current.on_hold_since:
            raise NotPossibleError
        current.on_hold_since = None

    return _change(
        appointment_request, change, EventKind.RELEASED, by=by, seen_version=seen_version
    )


def set_follow_up(
    appointment_request: AppointmentRequest, on: date | None, *, by: Any, seen_version: int
) -> AppointmentRequest:
    """Set the follow-up date, or remove it if it is None."""

    def change(current: AppointmentRequest) -> None:
        current.follow_up_on = on

    note = on.isoformat() if on else ""
    return _change(
        appointment_request,
        change,
        EventKind.FOLLOW_UP,
        by=by,
        seen_version=seen_version,
        note=note,
    )


def resolve_mail_problem(
    appointment_request: AppointmentRequest, *, by: Any, seen_version: int
) -> AppointmentRequest:
    """Mark the mail problem as dealt with."""

    def change(current: AppointmentRequest) -> None:
        current.mail_problem_at = None

    return _change(appointment_request, change, EventKind.SETTLED, by=by, seen_version=seen_version)


def _change(
    appointment_request: AppointmentRequest,
    change: Callable[[AppointmentRequest], None],
    kind: str,
    *,
    by: Any,
    seen_version: int,
    note: str = "",
) -> AppointmentRequest:
    try:
        with locked_at_version(appointment_request, by=by, seen_version=seen_version) as current:
            change(current)
            answer_clock.start_or_stop(current, ClinicDetails.current(), timezone.now())
            save_new_version(current)
            record_event(current, kind, by=by, note=note)
    except StaleVersionError as error:
        if is_repeat(error.current, by, seen_version, kind=kind, note=note):
            return error.current
        raise
    return current


def apply_to_many(
    seen: Iterable[tuple[AppointmentRequest, int]],
    action: Callable[..., AppointmentRequest],
) -> tuple[list[AppointmentRequest], list[AppointmentRequest]]:
    """Apply an action to many requests, each in its own transaction.

    `seen` are requests with the version that the user saw; `action` is called with both.
    Return the requests that were changed, and those that were skipped.
    """
    done, skipped = [], []
    for appointment_request, version in seen:
        try:
            done.append(action(appointment_request, seen_version=version))
        except (StaleVersionError, NotPossibleError, MissingDetailError):
            skipped.append(appointment_request)
    return done, skipped
