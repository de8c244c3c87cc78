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

from booking.desk.queues import CountOf
from booking.models import AppointmentRequest, RequestEvent, State
from clinic.models import ClinicDetails

WEEKS = 4
CACHE_TIMEOUT = timedelta(minutes=5)
#: Of about how many requests the medians are taken; of more, every second, third and so on.
SAMPLE_SIZE = 1000


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
    key = cache_key(now)
    found: list[Week] | None = cache.get(key)
    if found is None:
        found = compute_weeks(now)
        cache.set(key, found, CACHE_TIMEOUT.total_seconds())
    return found


def cache_key(now: datetime) -> str:
    return f"booking.figures.{timezone.localdate(now)}"


def compute_weeks(now: datetime) -> list[Week]:
    """The same, not remembered; two queries."""
    today = timezone.localdate(now)
    monday = today - timedelta(days=today.weekday())
    mondays = [monday - timedelta(weeks=n) for n in range(WEEKS)]
    wanted = [count for day in mondays for count in _counts(_span(day))]
    numbers = AppointmentRequest.objects.order_by("pk").values_list(*wanted).first()
    rows = iter(numbers or [0] * len(wanted))
    weeks = [(day, next(rows), next(rows), next(rows)) for day in mondays]
    first = _first_answers(mondays, received=sum(week[1] for week in weeks))
    return [
        Week(day, received, first.get(day), lapsed, rescued)
        for day, received, lapsed, rescued in weeks
    ]


def _counts(span: tuple[datetime, datetime]) -> list[CountOf]:
    """Received, lapsed, rescued."""
    events = RequestEvent.objects.order_by().filter(at__range=span)
    reached = Q(appointment_request__answered_at__gt=F("at")) | Q(
        appointment_request__state=State.BOOKED
    )
    mails = events.filter(reached, kind=RequestEvent.Kind.MAIL_PROBLEM)
    received = AppointmentRequest.objects.order_by().filter(created_at__range=span, is_drill=False)
    return [
        CountOf(received.values("pk")),
        CountOf(events.filter(to_state=State.LAPSED).values("pk")),
        CountOf(mails.values("appointment_request").distinct()),
    ]


def _first_answers(mondays: list[date], *, received: int) -> dict[date, timedelta]:
    """Median opening time from sending to the first answer, by week of sending."""
    hours = ClinicDetails.current().times
    span = _midnight(mondays[-1]), _midnight(mondays[0] + timedelta(weeks=1))
    one_in = max(1, received // SAMPLE_SIZE)
    answered = AppointmentRequest.objects.order_by().alias(turn=F("pk") % one_in).filter(
        turn=0, created_at__range=span, answered_at__isnull=False, is_drill=False
    )  # fmt: skip
    taken: dict[date, list[float]] = {}
    for sent, first in answered.values_list("created_at", "answered_at"):
        if first:
            day = timezone.localdate(sent)
            week = taken.setdefault(day - timedelta(days=day.weekday()), [])
            week.append(hours.open_between(sent, first).total_seconds())
    return {day: timedelta(seconds=median(seconds)) for day, seconds in taken.items()}


def _span(monday: date) -> tuple[datetime, datetime]:
    """First and last moment of a week."""
    end = _midnight(monday + timedelta(weeks=1))
    return _midnight(monday), end - timedelta(microseconds=1)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def format_duration(length: timedelta | None) -> str:
    """2 h 40 min, or a dash."""
    if length is None:
        return "–"
    minutes = round(length.total_seconds() / 60)
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"
