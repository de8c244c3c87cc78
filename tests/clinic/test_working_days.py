"""When somebody is here (pitfall 19: DST and midnight; pitfall 25: Friday evening, holidays)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from clinic.working_days import KNOWN_DAYS, TIME_TO_READ, Hours, clock, day_in_words

SYDNEY = ZoneInfo("Australia/Sydney")
WEEKDAYS = tuple((day, time(9), time(17)) for day in range(5))
CHRISTMAS = frozenset(date(2026, 12, 24) + timedelta(days=n) for n in range(11))
#: Pitfall 19: clocks go back on 5 April 2026 at 3 am, and forward on 4 October 2026 at 2 am.
BACK, FORWARD = date(2026, 4, 5), date(2026, 10, 4)
DST_DAYS = (BACK, FORWARD, date(2027, 4, 4), date(2027, 10, 3))


def at(year, month, day, hour=0, minute=0, fold=0):
    return datetime(year, month, day, hour, minute, fold=fold, tzinfo=SYDNEY)


def hours(*weekly, holidays=(), answer_days=2):
    return Hours(weekly or WEEKDAYS, SYDNEY, frozenset(holidays), answer_days)


@pytest.mark.parametrize(
    ("now", "reading", "answer"),
    [
        (at(2026, 11, 24, 10), at(2026, 11, 24, 10), at(2026, 11, 26, 17)),
        (at(2026, 11, 24, 7), at(2026, 11, 24, 9), at(2026, 11, 26, 17)),
        (at(2026, 11, 24, 0), at(2026, 11, 24, 9), at(2026, 11, 26, 17)),
        (at(2026, 11, 23, 23, 59), at(2026, 11, 24, 9), at(2026, 11, 26, 17)),
        (at(2026, 11, 24, 16, 30), at(2026, 11, 24, 16, 30), at(2026, 11, 26, 17)),
        (at(2026, 11, 24, 16, 31), at(2026, 11, 25, 9), at(2026, 11, 27, 17)),
        (at(2026, 11, 27, 18), at(2026, 11, 30, 9), at(2026, 12, 2, 17)),  # Friday evening
        (at(2026, 12, 23, 18), at(2027, 1, 4, 9), at(2027, 1, 6, 17)),  # Christmas shutdown
        (at(2026, 12, 23, 12), at(2026, 12, 23, 12), at(2027, 1, 5, 17)),
    ],
)
def test_next_reading_and_answer(now, reading, answer):
    open_hours = hours(holidays=CHRISTMAS)
    for moment in (now, now.astimezone(UTC)):
        assert open_hours.next_reading(moment) == reading
        assert open_hours.answer_by(moment) == answer


def test_public_holiday_is_no_working_day():
    australia_day = hours(holidays=[date(2027, 1, 26)])
    assert australia_day.next_reading(at(2027, 1, 26, 10)) == at(2027, 1, 27, 9)
    assert australia_day.answer_by(at(2027, 1, 25, 10)) == at(2027, 1, 28, 17)


def test_lunch_break_is_no_opening_time():
    split = hours((1, time(14), time(18)), (1, time(9), time(12)), answer_days=1)
    assert not split.is_open(at(2026, 11, 24, 12))
    assert split.next_reading(at(2026, 11, 24, 11, 45)) == at(2026, 11, 24, 14)
    assert split.answer_by(at(2026, 11, 24, 10)) == at(2026, 12, 1, 18)


def test_spans_that_touch_or_overlap_are_one():
    one = hours((1, time(9), time(12)), (1, time(12), time(17)), (1, time(10), time(11)))
    assert one.next_reading(at(2026, 11, 24, 11, 45)) == at(2026, 11, 24, 11, 45)
    assert one.next_span(at(2026, 11, 24, 11, 45)).closes == at(2026, 11, 24, 17)


def test_nobody_promises_without_hours():
    closed_for_good = hours(holidays=[date(2026, 11, 23) + timedelta(n) for n in range(KNOWN_DAYS)])
    for unknown in (Hours((), SYDNEY), closed_for_good):
        assert not unknown.is_open(at(2026, 11, 23, 10))
        assert unknown.next_reading(at(2026, 11, 23, 10)) is None
        assert unknown.answer_by(at(2026, 11, 23, 10)) is None


def test_twentieth_working_day_of_one_day_a_week_is_named():
    weekly = hours((0, time(9), time(12)), answer_days=20)
    assert weekly.answer_by(at(2026, 11, 23, 9)) == at(2027, 4, 12, 12)


def test_night_with_an_hour_twice():
    """3 am comes twice: who is here from 1 am to 4 am is here for four hours."""
    night = hours((6, time(1), time(4)))
    (span,) = night.spans(BACK)
    assert span.closes.astimezone(UTC) - span.opens.astimezone(UTC) == timedelta(hours=4)
    late = at(2026, 4, 5, 2, 45, fold=1)
    assert night.next_reading(late) == late


@pytest.mark.parametrize("closes", [time(2, 45), time(3)])
def test_night_with_an_hour_missing(closes):
    """From 2 am to 3 am nobody can be here: there is no such hour."""
    for moment in (at(2026, 10, 4, 1, 59), at(2026, 10, 4, 3, 30)):
        found = hours((6, time(2), time(3))).next_reading(moment)
        assert found == at(2026, 10, 11, 2)


EVERY_SPAN = some.tuples(some.integers(0, 6), some.times(), some.times()).filter(
    lambda span: span[1] < span[2]
)
NEAR_DST = some.sampled_from([BACK, FORWARD]).flatmap(
    lambda day: some.integers(-3 * 1440, 3 * 1440).map(
        lambda n: datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=n)
    )
)
EVERY_DAY = some.integers(0, 730 * 1440).map(
    lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n)
)
EVERY_HOURS = some.builds(
    Hours,
    some.lists(EVERY_SPAN, max_size=8).map(tuple),
    some.just(SYDNEY),
    some.frozensets(some.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=20),
    some.integers(1, 20),
)


@given(EVERY_HOURS, EVERY_DAY | NEAR_DST)
def test_reading_is_in_opening_hours_and_never_in_the_past(open_hours, now):
    reading = open_hours.next_reading(now)
    if reading is not None:
        assert reading.astimezone(UTC) >= now
        assert open_hours.is_open(reading)
        assert reading.date() not in open_hours.holidays
        assert reading.utcoffset() == reading.astimezone(UTC).astimezone(SYDNEY).utcoffset()


@given(EVERY_HOURS, EVERY_DAY | NEAR_DST, some.timedeltas(timedelta(0), timedelta(days=9)))
def test_who_waits_is_never_read_or_answered_sooner(open_hours, now, wait):
    for promised in (open_hours.next_reading, open_hours.answer_by):
        sooner, later = promised(now), promised(now + wait)
        if sooner and later:
            assert sooner.astimezone(UTC) <= later.astimezone(UTC)


@given(EVERY_HOURS, EVERY_DAY | NEAR_DST)
def test_nobody_is_here_in_time_before_the_next_reading(open_hours, now):
    """Hour by hour, by the clock on the wall."""
    reading = open_hours.next_reading(now)
    moment = now + TIME_TO_READ
    while moment < (reading.astimezone(UTC) if reading else now + timedelta(days=8)):
        local = moment.astimezone(SYDNEY)
        assert not _is_here(open_hours, local) or local.date() in DST_DAYS
        moment += timedelta(hours=1)


def _is_here(open_hours, local):
    return local.date() not in open_hours.holidays and any(
        local.weekday() == day and opens <= local.time() < closes
        for day, opens, closes in open_hours.weekly
    )


@given(EVERY_HOURS, EVERY_DAY | NEAR_DST)
def test_answer_comes_on_a_later_working_day(open_hours, now):
    answer = open_hours.answer_by(now)
    if answer is not None:
        day = open_hours.next_reading(now).date()
        between = [day + timedelta(days=n + 1) for n in range((answer.date() - day).days)]
        assert len([d for d in between if open_hours.spans(d)]) == open_hours.answer_days
        assert answer == open_hours.spans(answer.date())[-1].closes


@pytest.mark.parametrize(
    ("moment", "said"),
    [(time(9), "9 am"), (time(12), "noon"), (time(12, 30), "12:30 pm"), (time(0), "12 am")],
)
def test_clock_says_time_as_people_do(moment, said):
    assert clock(moment) == said


def test_day_is_said_as_people_do():
    assert day_in_words(date(2026, 12, 1)) == "Tuesday 1 December"


@pytest.mark.parametrize(
    ("start", "end", "hours_open"),
    [
        (at(2026, 11, 24, 10), at(2026, 11, 24, 12), 2),
        (at(2026, 11, 24, 16), at(2026, 11, 25, 10), 2),
        (at(2026, 11, 27, 16), at(2026, 11, 30, 10), 2),  # over a weekend
        (at(2026, 12, 23, 16), at(2027, 1, 4, 10), 2),  # over Christmas
        (at(2026, 11, 24, 12), at(2026, 11, 24, 10), 0),
        (at(2026, 11, 28, 10), at(2026, 11, 29, 10), 0),
    ],
)
def test_open_between_counts_while_somebody_is_here(start, end, hours_open):
    assert hours(holidays=CHRISTMAS).open_between(start, end) == timedelta(hours=hours_open)


def test_night_that_clocks_change_is_as_long_as_it_is():
    """Pitfall 19."""
    all_night = hours(*[(day, time(0), time(23)) for day in range(7)])
    assert all_night.open_between(at(2026, 4, 5), at(2026, 4, 5, 23)) == timedelta(hours=24)
    assert all_night.open_between(at(2026, 10, 4), at(2026, 10, 4, 23)) == timedelta(hours=22)


@given(
    start=some.integers(0, 245 * 24 * 60).map(lambda n: at(2026, 3, 1) + timedelta(minutes=n)),
    minutes=some.integers(1, 3000),
)
def test_after_and_open_between_agree(start, minutes):
    length = timedelta(minutes=minutes)
    end = hours().after(start, length)
    assert hours().open_between(start, end) == length


def test_after_gives_up_where_nobody_is_ever_here():
    never = Hours((), SYDNEY)
    assert never.after(at(2026, 11, 24), timedelta(hours=1)) is None
