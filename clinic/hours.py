"""When somebody is here: arithmetic over opening hours and holidays, and times in words.

All of it is pure: what is known about the practice goes in, a moment comes out. Moments are
compared in UTC, because Python compares two of the same zone by their clocks, and clocks
repeat an hour in autumn.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import islice

#: Who begins to read with less time than this left may not finish today.
TIME_TO_READ = timedelta(minutes=30)
#: Opening hours that begin later than this are a mistake or a farewell: no promise.
KNOWN_DAYS = 60
#: The 20th working day of a practice that opens once a week, with a long break between.
ANSWER_WITHIN_DAYS = 366


@dataclass(frozen=True)
class Span:
    """From `opens` until just before `closes`, both in the practice's zone."""

    opens: datetime
    closes: datetime

    def holds(self, now: datetime) -> bool:
        return _utc(self.opens) <= _utc(now) < _utc(self.closes)


@dataclass(frozen=True)
class Hours:
    """Opening hours of a week and the days on which nobody is here.

    `weekly` are (weekday, opens, closes) with Monday as 0; `answer_days` are working days:
    days with opening hours that are no holiday.
    """

    weekly: tuple[tuple[int, time, time], ...]
    zone: tzinfo
    holidays: frozenset[date] = field(default_factory=frozenset)
    answer_days: int = 2

    def spans(self, day: date) -> list[Span]:
        """The day's spans in order; those that touch are one, those that DST swallows none."""
        if day in self.holidays:
            return []
        found: list[Span] = []
        for weekday, opens, closes in sorted(self.weekly):
            if weekday != day.weekday():
                continue
            span = Span(self._at(day, opens), self._at(day, closes))
            if found and _utc(span.opens) <= _utc(found[-1].closes):
                before = found.pop()
                span = Span(before.opens, max(before.closes, span.closes, key=_utc))
            if _utc(span.opens) < _utc(span.closes):
                found.append(span)
        return found

    def is_open(self, now: datetime) -> bool:
        return any(span.holds(now) for span in self.spans(self.local(now).date()))

    def next_span(self, now: datetime) -> Span | None:
        """The span in which a person next reads: the rest of this one, or the next that opens."""
        for day in self._days(self.local(now).date(), KNOWN_DAYS):
            for span in self.spans(day):
                has_time = _utc(span.closes) - _utc(now) >= TIME_TO_READ
                if _utc(span.opens) > _utc(now) or (span.holds(now) and has_time):
                    return span
        return None

    def next_reading(self, now: datetime) -> datetime | None:
        """When a person next reads requests; None if no hours are known."""
        span = self.next_span(now)
        return max(span.opens, self.local(now), key=_utc) if span else None

    def answer_by(self, now: datetime) -> datetime | None:
        """Closing time on the last day of the answer; None if nobody can say."""
        reading = self.next_reading(now)
        if reading is None:
            return None
        days = self._days(reading.date() + timedelta(days=1), ANSWER_WITHIN_DAYS)
        working = (spans for day in days if (spans := self.spans(day)))
        last = next(islice(working, self.answer_days - 1, None), None)
        return last[-1].closes if last else None

    def open_between(self, start: datetime, end: datetime) -> timedelta:
        """How long somebody is here from `start` to `end`; nothing if `end` is not later."""
        days = (self.local(end).date() - self.local(start).date()).days + 1
        found = timedelta(0)
        for day in self._days(self.local(start).date(), days):
            for span in self.spans(day):
                opens, closes = (
                    max(_utc(span.opens), _utc(start)),
                    min(_utc(span.closes), _utc(end)),
                )
                found += max(closes - opens, timedelta(0))
        return found

    def after(self, start: datetime, length: timedelta) -> datetime | None:
        """The moment by which somebody has been here for `length` since `start`.

        None if that is more than a year away.
        """
        left = length
        for day in self._days(self.local(start).date(), ANSWER_WITHIN_DAYS):
            for span in self.spans(day):
                opens = max(_utc(span.opens), _utc(start))
                here = max(_utc(span.closes) - opens, timedelta(0))
                if left <= here and here:
                    return self.local(opens + left)
                left -= here
        return None

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)

    def _at(self, day: date, clock_time: time) -> datetime:
        # By way of UTC, so that a time that DST skips becomes one that exists.
        return datetime.combine(day, clock_time, self.zone).astimezone(UTC).astimezone(self.zone)

    def _days(self, first: date, count: int) -> Iterator[date]:
        return (first + timedelta(days=n) for n in range(count))


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def clock(moment: time) -> str:
    """9 am, 12:30 pm, noon: as the Australian Government Style Manual writes it."""
    if (moment.hour, moment.minute) == (12, 0):
        return "noon"
    hour = moment.hour % 12 or 12
    minutes = f":{moment:%M}" if moment.minute else ""
    return f"{hour}{minutes} {'am' if moment.hour < 12 else 'pm'}"


def day_in_words(day: date) -> str:
    """Tuesday 24 November."""
    return f"{day:%A} {day.day} {day:%B}"
