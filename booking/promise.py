"""Sentences that say when a person reads a request and by when the practice answers.

The form, the receipt, the mails and the client's page all use them. Without opening hours
only the number of days is promised, and for the waiting list no day.
"""

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from booking.models import AppointmentRequest
from booking.models.choices import Kind as RequestKind
from clinic.models import ClinicDetails, Door
from clinic.models.details import days_in_words
from clinic.working_days import Hours, clock, day_in_words

WAITLIST_PROMISE = "we write to you when a place is free; we cannot say when."


class Promise(NamedTuple):
    """Two sentences. `reading` is "" if the time is not known."""

    reading: str
    answer: str


def days_for(kind: str, clinic: ClinicDetails) -> int:
    """Return within how many working days this kind of request is answered."""
    own = {
        RequestKind.EXISTING_CLIENT.value: clinic.answer_days_existing,
        RequestKind.ASSESSMENT.value: clinic.answer_days_assessments,
    }
    return own.get(kind) or clinic.answer_days


def hours_for(kind: str, clinic: ClinicDetails) -> Hours:
    """Return the opening hours with the number of days for this kind of request."""
    return replace(clinic.times, answer_days=days_for(kind, clinic))


def before_sending(clinic: ClinicDetails, now: datetime, *, kind: str, door: str) -> Promise:
    """Return the promise for a request that is sent now."""
    by = hours_for(kind, clinic).answer_by(now)
    return Promise(_next_reading(clinic, now), _answer(clinic, by, kind, door))


def for_request(appointment_request: AppointmentRequest, clinic: ClinicDetails) -> Promise:
    """Return the promise for a stored request, worded so that it is true on any later day."""
    sent_at = appointment_request.created_at
    kind, door = appointment_request.kind, appointment_request.door
    at = clinic.times.next_reading(sent_at)
    by = appointment_request.answer_due_at or hours_for(kind, clinic).answer_by(sent_at)
    by = timezone.localtime(by) if by else None
    reading = f"A person reads it on {day_in_words(at.date())}." if at else ""
    answer = _answer(clinic, by, kind, door)
    if by and by < timezone.now() and door == Door.OPEN:
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
