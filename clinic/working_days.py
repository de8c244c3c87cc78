"""Calculations with opening hours and holidays, and times in words.

All functions are pure. Datetimes are compared in UTC: Python compares two of the same zone by
their local time, which repeats an hour when daylight saving ends.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import islice

#: With less time than this before closing, a new request may not be read today.
TIME_TO_READ = timedelta(minutes=30)
#: Days to search for the next opening hours; none in that time means that no day is promised.
KNOWN_DAYS = 60
#: Days to search for the last answer day: enough for 20 working days at one a week and a break.
ANSWER_WITHIN_DAYS = 366


@dataclass(frozen=True)
class Span:
    """From `opens` (inclusive) to `closes` (exclusive), both in the practice's time zone."""

    opens: datetime
    closes: datetime

    def holds(self, now: datetime) -> bool:
        return _utc(self.opens) <= _utc(now) < _utc(self.closes)


@dataclass(frozen=True)
class Hours:
    """The opening hours of a week, and holidays.

    `weekly` are (weekday, opens, closes) with Monday as 0. `answer_days` counts working days,
    which are days with opening hours that are not holidays.
    """

    weekly: tuple[tuple[int, time, time], ...]
    zone: tzinfo
    holidays: frozenset[date] = field(default_factory=frozenset)
    answer_days: int = 2

    def spans(self, day: date) -> list[Span]:
        """Return the day's spans in order.

        Adjacent and overlapping spans are merged; those that daylight saving skips are left out.
        """
        if day in self.holidays:
            return []
        spans: list[Span] = []
        for weekday, opens, closes in sorted(self.weekly):
            if weekday != day.weekday():
                continue
            span = Span(self._at(day, opens), self._at(day, closes))
            if spans and _utc(span.opens) <= _utc(spans[-1].closes):
                before = spans.pop()
                span = Span(before.opens, max(before.closes, span.closes, key=_utc))
            if _utc(span.opens) < _utc(span.closes):
                spans.append(span)
        return spans

    def is_open(self, now: datetime) -> bool:
        return any(span.holds(now) for span in self.spans(self.local(now).date()))

    def next_span(self, now: datetime) -> Span | None:
        """Return the span in which requests are next read: the current one or the next."""
        for day in self._days(self.local(now).date(), KNOWN_DAYS):
            for span in self.spans(day):
                has_time = _utc(span.closes) - _utc(now) >= TIME_TO_READ
                if _utc(span.opens) > _utc(now) or (span.holds(now) and has_time):
                    return span
        return None

    def next_reading(self, now: datetime) -> datetime | None:
        """Return when requests are next read; None without opening hours."""
        span = self.next_span(now)
        return max(span.opens, self.local(now), key=_utc) if span else None

    def answer_by(self, now: datetime) -> datetime | None:
        """Return closing time on the last answer day; None if it cannot be calculated."""
        reading = self.next_reading(now)
        if reading is None:
            return None
        days = self._days(reading.date() + timedelta(days=1), ANSWER_WITHIN_DAYS)
        working = (spans for day in days if (spans := self.spans(day)))
        last = next(islice(working, self.answer_days - 1, None), None)
        return last[-1].closes if last else None

    def open_between(self, start: datetime, end: datetime) -> timedelta:
        """Return the opening time between `start` and `end`; 0 if `end` is not later."""
        days = (self.local(end).date() - self.local(start).date()).days + 1
        total = timedelta(0)
        for day in self._days(self.local(start).date(), days):
            for span in self.spans(day):
                opens, closes = (
                    max(_utc(span.opens), _utc(start)),
                    min(_utc(span.closes), _utc(end)),
                )
                total += max(closes - opens, timedelta(0))
        return total

    def after(self, start: datetime, length: timedelta) -> datetime | None:
        """Return when the practice has been open for `length` since `start`.

        None if that is more than a year away.
        """
        left = length
        for day in self._days(self.local(start).date(), ANSWER_WITHIN_DAYS):
            for span in self.spans(day):
                opens = max(_utc(span.opens), _utc(start))
                open_time = max(_utc(span.closes) - opens, timedelta(0))
                if left <= open_time and open_time:
                    return self.local(opens + left)
                left -= open_time
        return None

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)

    def _at(self, day: date, clock_time: time) -> datetime:
        # Through UTC, so that a time that daylight saving skips becomes one that exists.
        return datetime.combine(day, clock_time, self.zone).astimezone(UTC).astimezone(self.zone)

    def _days(self, first: date, count: int) -> Iterator[date]:
        return (first + timedelta(days=n) for n in range(count))


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def clock(moment: time) -> str:
    """Return a time as 9 am, 12:30 pm or noon (Australian Government Style Manual)."""
    if (moment.hour, moment.minute) == (12, 0):
        return "noon"
    hour = moment.hour % 12 or 12
    minutes = f":{moment:%M}" if moment.minute else ""
    return f"{hour}{minutes} {'am' if moment.hour < 12 else 'pm'}"


def day_in_words(day: date) -> str:
    """Return a day as Tuesday 24 November."""
    return f"{day:%A} {day.day} {day:%B}"
