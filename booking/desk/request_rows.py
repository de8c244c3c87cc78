"""Requests as rows of the desk, of lists and of search results."""

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
    """Return the flags of a request as HTML, each with text, symbol and colour."""
    today = timezone.localdate()
    possible = (
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
    return _render(possible)


def unresolved_flags(appointment_request: AppointmentRequest) -> str:
    """Return the unresolved flags as HTML, for the rows of the safety lane."""
    return _render(_unresolved(appointment_request))


Flag = tuple[Any, str, str, str]  # whether it is set, name, symbol and text


def _unresolved(appointment_request: AppointmentRequest) -> tuple[Flag, ...]:
    return (
        (appointment_request.client_wrote_at, "wrote", "✎", "Word added, unread"),
        (appointment_request.mail_problem_at, "mail", "✉", "Mail problem"),
    )


def _render(possible: Iterable[Flag]) -> str:
    return format_html_join(
        " ",
        '<span class="flag flag-{}"><span aria-hidden="true">{}</span> {}</span>',
        [flag[1:] for flag in possible if flag[0]],
    )


def _safety_shape(appointment_request: AppointmentRequest) -> str:
    """Return a filled triangle for not safe, an outlined one for not sure."""
    return "△" if appointment_request.safety_level == SafetyLevel.NOT_SURE else "▲"


def clock_html(
    appointment_request: AppointmentRequest, clinic: ClinicDetails, now: datetime
) -> str:
    """Return the status of the answer clock as HTML. The text alone says what the colour says.

    Requests that need a safety outcome are always due now.
    """
    if appointment_request.needs_safety_outcome:
        return format_html('<span class="lamp lamp-red">{}</span>', "Now")
    text = answer_clock.status_text(appointment_request, clinic, now)
    if not text:
        return ""
    status = answer_clock.status(appointment_request, clinic, now)
    return format_html('<span class="lamp lamp-{}">{}</span>', status, text)


def age(appointment_request: AppointmentRequest) -> str:
    return timesince(appointment_request.created_at, depth=1)


def assignee(appointment_request: AppointmentRequest) -> str:
    return (
        appointment_request.assigned_to.get_username()
        if appointment_request.assigned_to
        else "nobody"
    )


def build_rows(requests: Iterable[tuple[AppointmentRequest, str]]) -> list[dict[str, Any]]:
    """Return the rows of `rows.html` for requests, each with the reason why it is shown, or ""."""
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
        for appointment_request, why in requests
    ]
