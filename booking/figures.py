"""How the last weeks went, in a few numbers for the desk.

Reckoned once in `REMEMBERED`: each is a walk through one index, but over all requests of a
week.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median

from django.core.cache import cache
from django.db.models import F, Q
from django.utils import timezone

from booking.models import AppointmentRequest, RequestEvent, State
from clinic.hours import Hours
from clinic.models import ClinicDetails

WEEKS = 4
REMEMBERED = timedelta(minutes=5)
#: Of how many first answers of a week the median is taken at most: the latest ones.
ANSWERS = 500


@dataclass(frozen=True)
class Week:
    """Monday to Sunday, from `monday`; `first_answer` in opening hours, None if none was given."""

    monday: date
    received: int
    first_answer: timedelta | None
    lapsed: int
    rescued: int


def last_weeks(now: datetime) -> list[Week]:
    """This week so far and those before it, newest first."""
    key = f"booking.figures.{timezone.localdate(now)}"
    found: list[Week] | None = cache.get(key)
    if found is None:
        found = reckon(now)
        cache.set(key, found, REMEMBERED.total_seconds())
    return found


def reckon(now: datetime) -> list[Week]:
    """The same, not remembered."""
    today = timezone.localdate(now)
    monday = today - timedelta(days=today.weekday())
    hours = ClinicDetails.current().times
    return [_week(monday - timedelta(weeks=n), hours) for n in range(WEEKS)]


def _week(monday: date, hours: Hours) -> Week:
    start, end = _midnight(monday), _midnight(monday + timedelta(weeks=1))
    events = RequestEvent.objects.filter(at__gte=start, at__lt=end)
    mails = events.filter(kind=RequestEvent.Kind.MAIL_PROBLEM)
    reached = Q(appointment_request__answered_at__gt=F("at")) | Q(
        appointment_request__state=State.BOOKED
    )
    received = AppointmentRequest.objects.filter(created_at__gte=start, created_at__lt=end)
    return Week(
        monday,
        received=received.count(),
        first_answer=_first_answer(start, end, hours),
        lapsed=events.filter(to_state=State.LAPSED).count(),
        rescued=mails.filter(reached).values("appointment_request").distinct().count(),
    )


def _first_answer(start: datetime, end: datetime, hours: Hours) -> timedelta | None:
    """Median opening time from sending to the first answer, of the week's requests."""
    of_week = AppointmentRequest.objects.filter(created_at__gte=start, created_at__lt=end)
    answered = of_week.filter(answered_at__isnull=False).order_by("-created_at")
    moments = answered.values_list("created_at", "answered_at")[:ANSWERS]
    taken = [hours.open_between(sent, first).total_seconds() for sent, first in moments if first]
    return timedelta(seconds=median(taken)) if taken else None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def in_words(length: timedelta | None) -> str:
    """2 h 40 min, or a dash."""
    if length is None:
        return "–"
    minutes = round(length.total_seconds() / 60)
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"
