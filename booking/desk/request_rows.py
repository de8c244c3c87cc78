"""One request as a row: on the desk, in lists and in what a search found."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.timesince import timesince

from booking import answer_clock
from booking.models import AppointmentRequest, SafetyLevel
from booking.models.desk import Source
from clinic.models import ClinicDetails, Door


def flags(appointment_request: AppointmentRequest) -> str:
    """What to look out for, in words, shape and colour."""
    today = timezone.localdate()
    known = (
        (
            appointment_request.needs_safety_outcome,
            "safety",
            _safety_shape(appointment_request),
            appointment_request.safety_word,
        ),
        (appointment_request.is_drill, "drill", "◇", "Fire drill"),
        *_unresolved(appointment_request),
        (
            appointment_request.follow_up_on and appointment_request.follow_up_on <= today,
            "due",
            "◷",
            "Follow up",
        ),
        (appointment_request.on_hold_since, "hold", "‖", "On hold"),
        (appointment_request.door == Door.WAITLIST, "list", "≡", "Waiting list only"),
        (appointment_request.source == Source.PHONE, "phone", "☎", "By phone"),
        (appointment_request.looks_automatic, "machine", "◆", "May be a machine"),
    )
    return _render(known)


def unresolved_flags(appointment_request: AppointmentRequest) -> str:
    """What nobody has dealt with yet, for the rows of people who may not be safe."""
    return _render(_unresolved(appointment_request))


Flag = tuple[Any, str, str, str]  # whether it is there, its name, shape and words


def _unresolved(appointment_request: AppointmentRequest) -> tuple[Flag, ...]:
    return (
        (appointment_request.client_wrote_at, "wrote", "✎", "Word added, unread"),
        (appointment_request.mail_problem_at, "mail", "✉", "Mail problem"),
    )


def _render(known: Iterable[Flag]) -> str:
    return format_html_join(
        " ",
        '<span class="flag flag-{}"><span aria-hidden="true">{}</span> {}</span>',
        [flag[1:] for flag in known if flag[0]],
    )


def _safety_shape(appointment_request: AppointmentRequest) -> str:
    """Filled for not safe, outlined for not sure."""
    return "△" if appointment_request.safety_level == SafetyLevel.NOT_SURE else "▲"


def clock_html(
    appointment_request: AppointmentRequest, clinic: ClinicDetails, now: datetime
) -> str:
    """How the promised answer stands; the colour says nothing that the words do not.

    Beside somebody who may not be safe no day is calm.
    """
    if appointment_request.needs_safety_outcome:
        return format_html('<span class="lamp lamp-red">{}</span>', "Now")
    words = answer_clock.status_text(appointment_request, clinic, now)
    if not words:
        return ""
    lamp = answer_clock.status(appointment_request, clinic, now)
    return format_html('<span class="lamp lamp-{}">{}</span>', lamp, words)


def age(appointment_request: AppointmentRequest) -> str:
    return timesince(appointment_request.created_at, depth=1)


def assignee(appointment_request: AppointmentRequest) -> str:
    return (
        appointment_request.assigned_to.get_username()
        if appointment_request.assigned_to
        else "nobody"
    )


def build_rows(asked_for: Iterable[tuple[AppointmentRequest, str]]) -> list[dict[str, Any]]:
    """For `rows.html`: requests, each with why it is shown, or ""."""
    clinic, now = ClinicDetails.current(), timezone.now()
    return [
        {
            "appointment_request": appointment_request,
            "flags": flags(appointment_request),
            "clock": clock_html(appointment_request, clinic, now),
            "age": age(appointment_request),
            "who": assignee(appointment_request),
            "why": why,
        }
        for appointment_request, why in asked_for
    ]
