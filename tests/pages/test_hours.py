from datetime import time

from clinic.models import OpeningHours
from pages.hours import opening_hours_lines


def hours(day, opens=9, closes=17):
    return OpeningHours(day=day, opens=time(opens), closes=time(closes))


def test_opening_hours_name_days_in_a_row_once():
    assert opening_hours_lines([hours(d) for d in range(5)]) == ["Monday to Friday, 9 am to 5 pm"]


def test_opening_hours_keep_gaps_and_differences_apart():
    spans = [hours(0), hours(1), hours(3), hours(4, closes=13)]
    assert opening_hours_lines(spans) == [
        "Monday and Tuesday, 9 am to 5 pm",
        "Thursday, 9 am to 5 pm",
        "Friday, 9 am to 1 pm",
    ]


def test_opening_hours_join_two_spans_of_a_day():
    spans = [hours(2, 14, 18), hours(2, 9, 12)]
    assert opening_hours_lines(spans) == ["Wednesday, 9 am to noon and 2 pm to 6 pm"]


def test_opening_hours_of_nobody_are_nothing():
    assert opening_hours_lines([]) == []
