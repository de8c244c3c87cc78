"""Weekly figures for the desk.

They are cached for `CACHE_TIMEOUT`, because each reads all index entries of a week.
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
#: Medians are taken from a sample of about this size: every n-th request.
SAMPLE_SIZE = 1000


@dataclass(frozen=True)
class Week:
    """A week from `monday`. `first_answer` is the median in opening hours, None without answers."""

    monday: date
    received: int
    first_answer: timedelta | None
    lapsed: int
    rescued: int


def last_weeks(now: datetime) -> list[Week]:
    """Return the figures of this week so far and of those before it, newest first."""
    key = cache_key(now)
    weeks: list[Week] | None = cache.get(key)
    if weeks is None:
        weeks = compute_weeks(now)
        cache.set(key, weeks, CACHE_TIMEOUT.total_seconds())
    return weeks


def cache_key(now: datetime) -> str:
    return f"booking.figures.{timezone.localdate(now)}"


def compute_weeks(now: datetime) -> list[Week]:
    """Compute the figures with two queries, without the cache."""
    today = timezone.localdate(now)
    monday = today - timedelta(days=today.weekday())
    mondays = [monday - timedelta(weeks=n) for n in range(WEEKS)]
    columns = [count for day in mondays for count in _counts(_span(day))]
    numbers = AppointmentRequest.objects.order_by("pk").values_list(*columns).first()
    rows = iter(numbers or [0] * len(columns))
    weeks = [(day, next(rows), next(rows), next(rows)) for day in mondays]
    first = _first_answers(mondays, received=sum(week[1] for week in weeks))
    return [
        Week(day, received, first.get(day), lapsed, rescued)
        for day, received, lapsed, rescued in weeks
    ]


def _counts(span: tuple[datetime, datetime]) -> list[CountOf]:
    """Return the subqueries for received, lapsed and rescued."""
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
    """Return the median opening time until the first answer, by week of receipt."""
    hours = ClinicDetails.current().times
    span = _midnight(mondays[-1]), _midnight(mondays[0] + timedelta(weeks=1))
    one_in = max(1, received // SAMPLE_SIZE)
    answered = AppointmentRequest.objects.order_by().alias(turn=F("pk") % one_in).filter(
        turn=0, created_at__range=span, answered_at__isnull=False, is_drill=False
    )  # fmt: skip
    seconds_by_week: dict[date, list[float]] = {}
    for sent, first in answered.values_list("created_at", "answered_at"):
        if first:
            day = timezone.localdate(sent)
            week = seconds_by_week.setdefault(day - timedelta(days=day.weekday()), [])
            week.append(hours.open_between(sent, first).total_seconds())
    return {day: timedelta(seconds=median(seconds)) for day, seconds in seconds_by_week.items()}


def _span(monday: date) -> tuple[datetime, datetime]:
    """Return the first and last moment of a week."""
    end = _midnight(monday + timedelta(weeks=1))
    return _midnight(monday), end - timedelta(microseconds=1)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def format_duration(length: timedelta | None) -> str:
    """Format a duration: 2 h 40 min, or a dash for None."""
    if length is None:
        return "–"
    minutes = round(length.total_seconds() / 60)
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"
