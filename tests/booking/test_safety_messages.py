"""What somebody who may not be safe reads: whether anybody is here, and never a promise."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from booking.safety import messages as safety_messages
from clinic.crisis import CRISIS_LINES, Line
from clinic.working_days import Hours

SYDNEY = ZoneInfo("Australia/Sydney")
WEEKDAYS = Hours(weekly=tuple((n, time(9), time(17)) for n in range(5)), zone=SYDNEY)
BREAK = replace(WEEKDAYS, weekly=((1, time(9), time(12)), (1, time(13), time(17))))
CALL = " Call 000 or Lifeline 13 11 14 now."
TRY = "We try to call you today until 5 pm. Do not wait for us."
NOBODY = "Nobody is on duty for emergencies today. Do not wait for us."
MONDAY_9 = "We are closed. Nobody reads this before Monday 9 am."


def at(day, clock="10:00", month=11):
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, month, day, hour, minute, tzinfo=SYDNEY)


def said(now, hours=WEEKDAYS, *, on_duty=True, may_call=True, lines=CRISIS_LINES, dated=False):
    return str(
        safety_messages.plain(
            hours, now, on_duty=on_duty, may_call=may_call, lines=lines, dated=dated
        )
    )


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (at(24), TRY),  # a Tuesday
        (at(24, "16:30"), TRY),
        (at(24, "16:31"), "We close at 5 pm and may not read this before Wednesday 9 am."),
        (at(27, "16:45"), "We close at 5 pm and may not read this before Monday 9 am."),
        (at(27, "17:00"), MONDAY_9),
        (at(28), MONDAY_9),
        (at(29, "23:59"), MONDAY_9),
        (at(30, "08:59"), "We are closed. Nobody reads this before Monday 9 am (today)."),
        (at(30, "09:00"), TRY),
    ],
)
def test_words_say_what_holds_at_this_moment(now, words):
    assert said(now) == words + CALL
    assert said(now.astimezone(UTC)) == words + CALL


@pytest.mark.parametrize("on_duty", [True, False])
def test_nobody_on_duty_is_said_while_we_are_open_only(on_duty):
    assert said(at(24), on_duty=on_duty) == (TRY if on_duty else NOBODY) + CALL
    assert said(at(28), on_duty=on_duty) == MONDAY_9 + CALL


@pytest.mark.parametrize(
    ("may_call", "words"),
    [
        (True, "We try to call you today until 5 pm."),
        (False, "We try to reach you today until 5 pm, in the way you chose."),
        (None, "We try to call you today until 5 pm, if you allow calls."),
    ],
)
def test_calling_is_named_only_where_it_is_allowed(may_call, words):
    assert said(at(24), may_call=may_call) == f"{words} Do not wait for us.{CALL}"


def test_holidays_are_closed_and_a_far_day_has_its_date():
    monday_off = replace(WEEKDAYS, holidays=frozenset([date(2026, 11, 30)]))
    assert said(at(27, "18:00"), monday_off).startswith(
        "We are closed. Nobody reads this before Tuesday 9 am."
    )
    mondays = replace(WEEKDAYS, weekly=((0, time(9, 30), time(12)),))
    assert "before Monday 7 December, 9:30 am." in said(at(30, "18:00"), mondays)


def test_break_is_closed_and_duty_goes_on_after_it():
    assert TRY in said(at(24), BREAK)
    assert "We close at noon and may not read this before Tuesday 1 pm (today)." in said(
        at(24, "11:45"), BREAK
    )
    assert "before Tuesday 1 pm (today)." in said(at(24, "12:30"), BREAK)


def test_clocks_that_change_move_no_hour():
    """Sydney: 4 October 2026 forwards, 5 April 2026 back."""
    assert said(at(2, "18:00", month=10)).startswith(
        "We are closed. Nobody reads this before Monday"
    )
    assert said(at(5, "08:30", month=10)).startswith("We are closed.")
    assert said(at(5, "09:00", month=10)) == TRY + CALL
    sundays = replace(WEEKDAYS, weekly=((6, time(2), time(4)),))
    assert "before Sunday 3 am (today)." in said(at(4, "01:00", month=10), sundays)


def test_without_known_hours_nothing_is_promised():
    unknown = replace(WEEKDAYS, weekly=())
    assert said(at(24), unknown) == "We do not read requests at all hours." + CALL
    closed_for_good = replace(
        WEEKDAYS, holidays=frozenset(date.fromordinal(at(1).toordinal() + n) for n in range(400))
    )
    assert said(at(24), closed_for_good).startswith("We are closed, and cannot say when")
    last_day = replace(closed_for_good, holidays=closed_for_good.holidays - {date(2026, 11, 24)})
    assert said(at(24, "16:45"), last_day).startswith(
        "We close at 5 pm and may not read this today."
    )


def test_mail_names_the_day_that_it_calls_today():
    assert "today until 5 pm (Tuesday 24 November)." in said(at(24), dated=True)


@pytest.mark.parametrize("may_call", [True, False])
@pytest.mark.parametrize("on_duty", [True, False])
@pytest.mark.parametrize("now", [at(24), at(27, "16:45"), at(28), at(30, "08:00")])
@pytest.mark.parametrize("hours", [WEEKDAYS, replace(WEEKDAYS, weekly=())])
def test_neutral_words_give_nothing_away(hours, now, on_duty, may_call):
    words = safety_messages.neutral(hours, now, on_duty=on_duty, may_call=may_call)
    assert words.call == ""
    assert str(words).endswith("Please do not wait for us.")
    telling = ("safe", "000", "13 11", "Lifeline", "crisis", "emergenc", "appointment", "request")
    assert not [word for word in telling if word in str(words)]


def test_neutral_words_say_when_somebody_reads():
    words = safety_messages.neutral(WEEKDAYS, at(28), on_duty=False, may_call=True)
    assert str(words) == (
        "We are closed. Nobody reads messages before Monday 9 am. Please do not wait for us."
    )


def test_whom_to_call_comes_from_clinic_details():
    own = [Line("Own line", "1800 000 111"), Line("Lifeline", "13 00 00"), Line("Danger", "000")]
    assert safety_messages.call_now(own) == "Call 000 or Lifeline 13 00 00 now."
    assert safety_messages.call_now(own[:1]) == "Call Own line 1800 000 111 now."


@pytest.mark.parametrize("on_duty", [True, False])
def test_no_hour_of_a_month_promises_a_call_or_a_day_of_answer(on_duty):
    for hour in range(30 * 24):
        now = datetime(2026, 11, 1, tzinfo=UTC).replace(day=1 + hour // 24, hour=hour % 24)
        words = said(now, on_duty=on_duty)
        assert "answer" not in words
        assert "We call" not in words
        assert ("today until" in words) == (
            on_duty and WEEKDAYS.is_open(now) and words[:4] == "We t"
        )
        assert words.endswith(CALL)
