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


def flags(asked: AppointmentRequest) -> str:
    """What to look out for, in words, shape and colour."""
    today = timezone.localdate()
    known = (
        (asked.needs_safety_outcome, "safety", _triangle(asked), asked.safety_word),
        (asked.is_drill, "drill", "◇", "Fire drill"),
        *_marks(asked),
        (asked.follow_up_on and asked.follow_up_on <= today, "due", "◷", "Follow up"),
        (asked.on_hold_since, "hold", "‖", "On hold"),
        (asked.door == Door.WAITLIST, "list", "≡", "Waiting list only"),
        (asked.source == Source.PHONE, "phone", "☎", "By phone"),
        (asked.looks_automatic, "machine", "◆", "May be a machine"),
    )
    return _shown(known)


def marks(asked: AppointmentRequest) -> str:
    """What nobody has dealt with yet, for the rows of people who may not be safe."""
    return _shown(_marks(asked))


Flag = tuple[Any, str, str, str]  # whether it is there, its name, shape and words


def _marks(asked: AppointmentRequest) -> tuple[Flag, ...]:
    return (
        (asked.client_wrote_at, "wrote", "✎", "Word added, unread"),
        (asked.mail_problem_at, "mail", "✉", "Mail problem"),
    )


def _shown(known: Iterable[Flag]) -> str:
    return format_html_join(
        " ",
        '<span class="flag flag-{}"><span aria-hidden="true">{}</span> {}</span>',
        [flag[1:] for flag in known if flag[0]],
    )


def _triangle(asked: AppointmentRequest) -> str:
    """Filled for not safe, outlined for not sure."""
    return "△" if asked.safety_level == SafetyLevel.NOT_SURE else "▲"


def clock_words(asked: AppointmentRequest, clinic: ClinicDetails, now: datetime) -> str:
    """How the promised answer stands; the colour says nothing that the words do not.

    Beside somebody who may not be safe no day is calm.
    """
    if asked.needs_safety_outcome:
        return format_html('<span class="lamp lamp-red">{}</span>', "Now")
    words = answer_clock.words(asked, clinic, now)
    if not words:
        return ""
    lamp = answer_clock.lamp(asked, clinic, now)
    return format_html('<span class="lamp lamp-{}">{}</span>', lamp, words)


def age(asked: AppointmentRequest) -> str:
    return timesince(asked.created_at, depth=1)


def who(asked: AppointmentRequest) -> str:
    return asked.assigned_to.get_username() if asked.assigned_to else "nobody"


def rows(asked_for: Iterable[tuple[AppointmentRequest, str]]) -> list[dict[str, Any]]:
    """For `rows.html`: requests, each with why it is shown, or ""."""
    clinic, now = ClinicDetails.current(), timezone.now()
    return [
        {
            "asked": asked,
            "flags": flags(asked),
            "clock": clock_words(asked, clinic, now),
            "age": age(asked),
            "who": who(asked),
            "why": why,
        }
        for asked, why in asked_for
    ]
