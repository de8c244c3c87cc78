"""What reception does with requests beside moving them. One transaction and one event each.

Each raises `StaleError` if the request has changed since `seen_version`, and PermissionDenied.
The same button pressed twice is once.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.utils import timezone

from booking import answer_clock, transitions
from booking.actions import (
    Kind,
    MissingError,
    NotPossibleError,
    StaleError,
    changing,
    keep,
    record,
    was_just_done,
)
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
        appointment_request, change, Kind.ASSIGNED, by=by, seen_version=seen_version, note=whom
    )


def hold(
    appointment_request: AppointmentRequest, *, by: Any, seen_version: int
) -> AppointmentRequest:
    """Set the request aside; its clock stands still."""

    def change(current: AppointmentRequest) -> None:
        if not current.is_open or current.on_hold_since:
            raise NotPossibleError
        current.on_hold_since = timezone.now()

    return _change(appointment_request, change, Kind.HELD, by=by, seen_version=seen_version)


def release(
    appointment_request: AppointmentRequest, *, by: Any, seen_version: int
) -> AppointmentRequest:
    """Take the request up again."""

    def change(current: AppointmentRequest) -> None:
        if not current.on_hold_since:
            raise NotPossibleError
        current.on_hold_since = None

    return _change(appointment_request, change, Kind.RELEASED, by=by, seen_version=seen_version)


def follow_up(
    appointment_request: AppointmentRequest, on: date | None, *, by: Any, seen_version: int
) -> AppointmentRequest:
    """See the request again on a day; None: no longer."""

    def change(current: AppointmentRequest) -> None:
        current.follow_up_on = on

    note = on.isoformat() if on else ""
    return _change(
        appointment_request, change, Kind.FOLLOW_UP, by=by, seen_version=seen_version, note=note
    )


def settle(
    appointment_request: AppointmentRequest, *, by: Any, seen_version: int
) -> AppointmentRequest:
    """Somebody has dealt with the mail that came back. A word is dealt with by opening it."""

    def change(current: AppointmentRequest) -> None:
        current.mail_problem_at = None

    return _change(appointment_request, change, Kind.SETTLED, by=by, seen_version=seen_version)


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
        with changing(appointment_request, by=by, seen_version=seen_version) as current:
            change(current)
            answer_clock.run_or_stand(current, ClinicDetails.current(), timezone.now())
            keep(current)
            record(current, kind, by=by, note=note)
    except StaleError as error:
        if was_just_done(error.current, by, seen_version, kind=kind, note=note):
            return error.current
        raise
    return current


def bulk(
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
        except (StaleError, NotPossibleError, MissingError):
            left.append(appointment_request)
    return done, left
