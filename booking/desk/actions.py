"""What reception does with requests beside moving them. One transaction and one event each.

Each raises `StaleVersionError` if the request has changed since `seen_version`, and PermissionDenied.
The same button pressed twice is once.
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
    """Give the request to somebody who may triage, or to nobody."""

    def change(current: AppointmentRequest) -> None:
        if to is not None and not (to.is_active and to.has_perm(transitions.TRIAGE)):
            raise NotPossibleError
        current.assigned_to = to

    whom = to.get_username() if to else "nobody"
    return _change(
        appointment_request, change, EventKind.ASSIGNED, by=by, seen_version=seen_version, note=whom
    )


def put_on_hold(
    appointment_request: AppointmentRequest, *, by: Any, seen_version: int
) -> AppointmentRequest:
    """Set the request aside; its clock stands still."""

    def change(current: AppointmentRequest) -> None:
        if not current.is_open or current.on_hold_since:
            raise NotPossibleError
        current.on_hold_since = timezone.now()

    return _change(appointment_request, change, EventKind.HELD, by=by, seen_version=seen_version)


def take_off_hold(
    appointment_request: AppointmentRequest, *, by: Any, seen_version: int
) -> AppointmentRequest:
    """Take the request up again."""

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
    """See the request again on a day; None: no longer."""

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
    """Somebody has dealt with the mail that came back. A word is dealt with by opening it."""

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
    act: Callable[..., AppointmentRequest],
) -> tuple[list[AppointmentRequest], list[AppointmentRequest]]:
    """Do one act with many requests, each for itself; gives what was done and what was not.

    `seen` are requests with the version that the person saw; `act` is called with both.
    """
    done, left = [], []
    for appointment_request, version in seen:
        try:
            done.append(act(appointment_request, seen_version=version))
        except (StaleVersionError, NotPossibleError, MissingDetailError):
            left.append(appointment_request)
    return done, left
