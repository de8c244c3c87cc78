"""Days and times as people type them: read as meant, or refused in words; never another day."""

import contextlib
import datetime
import re

import pytest
from django.core.exceptions import ValidationError
from django.utils import formats, timezone
from hypothesis import given
from hypothesis import strategies as st

from clinic.form_fields.dates import (
    CLOCKS,
    DAY,
    FOUR_DIGITS,
    MOMENT,
    TIME,
    TypedDateField,
    TypedDateTimeField,
    TypedTimeField,
)

A_DAY = datetime.date(2026, 12, 5)
NINE = datetime.time(9)
DIGIT = re.compile(r"\d")


def refusal(field, typed):
    with pytest.raises(ValidationError) as refused:
        field.clean(typed)
    return refused.value.messages[0]


@pytest.mark.parametrize(
    "typed",
    [
        *("5/12/2026", "05/12/2026", "5.12.2026", "5-12-2026", "5 12 2026", "2026-12-05"),
        *("5 December 2026", "5 Dec 2026", "5 dec. 2026", "5th December, 2026", "5Dec2026"),
        *("5-Dec-2026", "Saturday 5 December 2026", "Sat 5/12/2026", "5th of December 2026"),
        *("December 5, 2026", " 5 / 12 / 2026 ", "5\u00a0December 2026"),
    ],
)
def test_a_day_is_read_as_it_was_meant(typed):
    assert TypedDateField().clean(typed) == A_DAY


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("5/12/26", FOUR_DIGITS),
        ("5.12.26", FOUR_DIGITS),
        ("5/12/20266", FOUR_DIGITS),
        ("12/31/2026", "There is no month 31. Write the day first: 31/12/2026."),
        ("31/11/2026", f"November 2026 has no day 31. {DAY}"),
        ("29/2/2027", f"February 2027 has no day 29. {DAY}"),
        ("5/12/0226", "Check the year: 0226."),
        *((typed, DAY) for typed in ("tomorrow", "5 Decembre 2026", "5/12", "13/13/2026", "2026")),
    ],
)
def test_what_is_no_day_is_refused_in_words(typed, words):
    assert refusal(TypedDateField(), typed) == words


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)))
def test_what_the_calendar_writes_is_read_back(day):
    assert TypedDateField().clean(f"{day:%d/%m/%Y}") == day


@given(st.text(max_size=20))
def test_anything_typed_is_a_day_or_refused(typed):
    with contextlib.suppress(ValidationError):
        assert TypedDateField(required=False).clean(typed) is None or DIGIT.search(typed)


@pytest.mark.parametrize(
    "typed",
    [
        *("5/12/2026 9:00", "5/12/2026 09:00", "5/12/2026 9 am", "5/12/2026 9am", "5.12.2026 9.00"),
        *("5 December 2026, 9:00 a.m.", "5/12/2026 at 9am", "2026-12-05 09:00"),
        *("2026-12-05T09:00", "Sat 5 Dec 2026 9:00:00"),
    ],
)
def test_a_moment_is_read_in_the_sites_zone(typed):
    moment = timezone.make_aware(datetime.datetime.combine(A_DAY, NINE))
    assert TypedDateTimeField().clean(typed) == moment


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("5/12/2026", f"Add the time. {MOMENT}"),
        ("2026-12-05", f"Add the time. {MOMENT}"),
        ("5 December 2026", f"Add the time. {MOMENT}"),
        ("5/12/26 9:00", FOUR_DIGITS),
        ("12/31/2026 9:00", "There is no month 31. Write the day first: 31/12/2026."),
        ("5/12/2026 25:00", MOMENT),
        ("5/12/2026 9", MOMENT),
        ("4/10/2026 2:30", CLOCKS),
        ("4/4/2027 2:30", CLOCKS),
    ],
)
def test_what_is_no_moment_is_refused_in_words(typed, words):
    assert refusal(TypedDateTimeField(), typed) == words


@pytest.mark.parametrize("typed", ["9:00", "09:00", "9 am", "9am", "9.00", "9:00 AM", "9 a.m."])
def test_a_time_is_read_as_it_was_meant(typed):
    assert TypedTimeField().clean(typed) == NINE


@pytest.mark.parametrize("typed", ["9", "25:00", "13 pm", "soon", "9:60"])
def test_what_is_no_time_is_refused_in_words(typed):
    assert refusal(TypedTimeField(), typed) == TIME


def test_plain_django_forms_read_the_day_first_too():
    assert formats.get_format("DATE_INPUT_FORMATS")[0] == "%d/%m/%Y"
    assert not [form for form in formats.get_format("DATE_INPUT_FORMATS") if "%y" in form]
    assert formats.get_format("FIRST_DAY_OF_WEEK") == 1


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "5.12.2026.",
            "5. 12. 2026",
            "5. December 2026",
            "５／１２／２０２６",
            "\u200e5/12/2026\u202c",
        ),
        *("5\u201312\u20132026", "\u20605 December 2026", "٥/١٢/٢٠٢٦", "5.12. 2026"),
    ],
)
def test_fault_21_day_of_other_keyboards_is_read(typed):
    assert TypedDateField().clean(typed) == A_DAY


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("31 February 2026", f"February 2026 has no day 31. {DAY}"),
        ("31. Feb. 2026", f"February 2026 has no day 31. {DAY}"),
        ("2026-02-31", f"February 2026 has no day 31. {DAY}"),
        ("３１/２/２０２６", f"February 2026 has no day 31. {DAY}"),
        ("5/12/0026", FOUR_DIGITS),
        ("5 December 26", FOUR_DIGITS),
    ],
)
def test_fault_21_day_that_is_none_is_named(typed, words):
    assert refusal(TypedDateField(), typed) == words


def test_fault_21_moment_of_other_keyboards_is_read():
    moment = timezone.make_aware(datetime.datetime.combine(A_DAY, NINE))
    for typed in ("５．１２．２０２６　９：００", "5. 12. 2026, 9.00", "\u200e5/12/2026 9 a.m."):
        assert TypedDateTimeField().clean(typed) == moment
