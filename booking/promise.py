"""When a person reads a request and by when we answer, in words.

The one place for these words: form, receipt, mail and the client's own page say the same.
Without opening hours nothing is promised but the number of days, and whoever asks for the
waiting list is promised no day.
"""

from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from booking.models import AppointmentRequest
from clinic.hours import clock, day_in_words
from clinic.models import ClinicDetails, Door

WAITING = "we write to you when a place is free; we cannot say when."


class Promise(NamedTuple):
    """Two sentences; `reading` is empty if nobody knows when that is."""

    reading: str
    answer: str


def before_sending(clinic: ClinicDetails, now: datetime, *, door: str) -> Promise:
    """What holds for a request that is sent now."""
    return Promise(_next_reading(clinic, now), _answer(clinic, now, door))


def of(appointment_request: AppointmentRequest, clinic: ClinicDetails) -> Promise:
    """The same for a request that was sent; it reads true on any later day."""
    sent_at = appointment_request.created_at
    at, by = clinic.times.next_reading(sent_at), clinic.times.answer_by(sent_at)
    reading = f"A person reads it on {day_in_words(at.date())}." if at else ""
    answer = _answer(clinic, sent_at, appointment_request.door)
    if by and by < timezone.now() and appointment_request.door == Door.OPEN:
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


def _answer(clinic: ClinicDetails, at: datetime, door: str) -> str:
    if door == Door.WAITLIST:
        return WAITING[0].upper() + WAITING[1:]
    by = clinic.times.answer_by(at)
    when = f"by {day_in_words(by.date())}" if by else f"within {clinic.answers_within}"
    return f"We answer {when}."
