"""What the desk says about the last weeks."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from booking.desk import figures
from booking.models import AppointmentRequest, RequestEvent
from clinic.models import ClinicDetails
from tests.booking.factories import make_request

pytestmark = pytest.mark.django_db

SYDNEY = ZoneInfo("Australia/Sydney")
NOW = datetime(2026, 11, 25, 12, tzinfo=SYDNEY)  # a Wednesday
MONDAY = datetime(2026, 11, 23, 0, tzinfo=SYDNEY)


def sent(at, **columns):
    appointment_request = make_request()
    AppointmentRequest.objects.filter(pk=appointment_request.pk).update(created_at=at, **columns)
    return appointment_request


def happened(appointment_request, kind, at, **more):
    RequestEvent.objects.create(
        appointment_request=appointment_request, kind=kind, actor_kind="system", at=at, **more
    )


def test_received_counts_by_week_of_the_practice():
    for at in (MONDAY, MONDAY - timedelta(seconds=1), MONDAY - timedelta(weeks=4)):
        sent(at)
    assert [week.received for week in figures.compute_weeks(NOW)] == [1, 1, 0, 0]


def test_first_answer_is_the_median_in_opening_hours(monkeypatch):
    times = ClinicDetails.current().times
    day = next(MONDAY.date() - timedelta(n) for n in range(1, 8) if times.spans(
        MONDAY.date() - timedelta(n)))  # fmt: skip
    span = times.spans(day)[0]
    for minutes in (10, 60, 200):
        sent(span.opens - timedelta(hours=2), answered_at=span.opens + timedelta(minutes=minutes))
    sent(span.opens)
    assert [figures.format_duration(week.first_answer) for week in figures.compute_weeks(NOW)][
        :2
    ] == [
        "–",
        "1 h 0 min",
    ]


def test_lapsed_counts_when_it_happened():
    appointment_request = sent(MONDAY - timedelta(weeks=8))
    lapse = {"from_state": "waiting_for_client", "to_state": "lapsed", "transition": "lapse"}
    happened(appointment_request, "moved", MONDAY - timedelta(days=1), **lapse)
    assert [week.lapsed for week in figures.compute_weeks(NOW)] == [0, 1, 0, 0]


@pytest.mark.parametrize(
    ("columns", "rescued"),
    [({"answered_at": MONDAY + timedelta(hours=30)}, 1), ({"state": "booked"}, 1),
     ({"answered_at": MONDAY}, 0), ({}, 0)],
)  # fmt: skip
def test_rescued_is_who_was_reached_after_a_mail_was_lost(columns, rescued):
    never_lost = sent(MONDAY, state="booked")
    happened(never_lost, "corrected", MONDAY + timedelta(hours=9))
    appointment_request = sent(MONDAY, **columns)
    for hour in (10, 11):
        happened(appointment_request, "mail", MONDAY + timedelta(hours=hour))
    assert figures.compute_weeks(NOW)[0].rescued == rescued


def test_figures_are_remembered_for_some_minutes(django_assert_num_queries):
    figures.last_weeks(NOW)
    with django_assert_num_queries(0):
        assert figures.last_weeks(NOW) == figures.last_weeks(NOW + timedelta(minutes=1))


@pytest.mark.parametrize(
    ("length", "words"),
    [(None, "–"), (timedelta(minutes=59), "59 min"), (timedelta(hours=26), "26 h 0 min")],
)
def test_length_in_words(length, words):
    assert figures.format_duration(length) == words
