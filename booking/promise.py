"""When a person reads a request and by when we answer, in words.

The one place for these words: form, receipt, mail and the client's own page say the same.
Without opening hours nothing is promised but the number of days, and whoever asks for the
waiting list is promised no day.
"""

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from booking.models import AppointmentRequest
from booking.models.choices import Kind
from clinic.hours import Hours, clock, day_in_words
from clinic.models import ClinicDetails, Door
from clinic.models.details import days_in_words

WAITLIST_PROMISE = "we write to you when a place is free; we cannot say when."


class Promise(NamedTuple):
    """Two sentences; `reading` is empty if nobody knows when that is."""

    reading: str
    answer: str


def days_for(kind: str, clinic: ClinicDetails) -> int:
    """Working days within which we answer this kind of request."""
    own = {
        Kind.EXISTING_CLIENT.value: clinic.answer_days_existing,
        Kind.ASSESSMENT.value: clinic.answer_days_assessments,
    }
    return own.get(kind) or clinic.answer_days


def hours_for(kind: str, clinic: ClinicDetails) -> Hours:
    """The practice's hours, with the days that it takes for this kind."""
    return replace(clinic.times, answer_days=days_for(kind, clinic))


def before_sending(clinic: ClinicDetails, now: datetime, *, kind: str, door: str) -> Promise:
    """What holds for a request that is sent now."""
    by = hours_for(kind, clinic).answer_by(now)
    return Promise(_next_reading(clinic, now), _answer(clinic, by, kind, door))


def for_request(appointment_request: AppointmentRequest, clinic: ClinicDetails) -> Promise:
    """The same for a request that was sent; it reads true on any later day."""
    sent_at = appointment_request.created_at
    kind, door = appointment_request.kind, appointment_request.door
    at = clinic.times.next_reading(sent_at)
    by = appointment_request.answer_due_at or hours_for(kind, clinic).answer_by(sent_at)
    by = timezone.localtime(by) if by else None
    reading = f"A person reads it on {day_in_words(at.date())}." if at else ""
    answer = _answer(clinic, by, kind, door)
    if by and by < timezone.now() and door == Door.OPEN:
        # An empty promise is worse than the truth.
        answer = f"We said that we answer by {day_in_words(by.date())}. We are late, and sorry."
    return Promise(reading, answer)


def _next_reading(clinic: ClinicDetails, now: datetime) -> str:
    span = clinic.times.next_span(now)
    if span is None:
        return ""
    if span.holds(now):
        until = clock(span.closes.time())
        return f"We are here now, until {until}. A person reads your request today."
    day, opens = day_in_words(span.opens.date()), clock(span.opens.time())
    return f"A person reads requests again on {day}, from {opens}."


def _answer(clinic: ClinicDetails, by: datetime | None, kind: str, door: str) -> str:
    if door == Door.WAITLIST:
        return WAITLIST_PROMISE[0].upper() + WAITLIST_PROMISE[1:]
    within = days_in_words(days_for(kind, clinic))
    return f"We answer by {day_in_words(by.date())}." if by else f"We answer within {within}."
