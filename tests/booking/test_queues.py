"""What reception looks at next."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from booking.desk import queues
from booking.models import AppointmentRequest, State
from tests.booking.factories import make_request, make_staff

pytestmark = pytest.mark.django_db


def changed(appointment_request, **columns):
    AppointmentRequest.objects.filter(pk=appointment_request.pk).update(**columns)
    return appointment_request


def whys():
    lane = queues.safety_lane()
    following = queues.next_requests(timezone.now(), lane)
    return [
        (appointment_request, appointment_request.safety_word) for appointment_request in lane
    ] + [(n.appointment_request, n.queue.why) for n in following]


def test_next_is_in_order_of_harm():
    now, later = timezone.now(), timezone.now() + timedelta(days=20)
    marks = [
        ("Oldest new", {}),
        ("Follow up today", {"follow_up_on": timezone.localdate()}),
        ("Mail problem", {"mail_problem_at": now}),
        ("Client wrote", {"client_wrote_at": now}),
        ("Answer promised", {"answer_due_at": now - timedelta(hours=1)}),
        ("Not sure", {"safety_flag": True, "safety_level": 1}),
        ("Not safe", {"safety_flag": True, "safety_level": 2, "state": "in_review"}),
    ]
    made = [
        (changed(make_request(), **{"answer_due_at": later} | columns), why)
        for why, columns in marks
    ]
    assert whys() == made[::-1]


def test_next_shows_a_request_once():
    now = timezone.now()
    appointment_request = changed(make_request(), client_wrote_at=now, mail_problem_at=now)
    assert whys() == [(appointment_request, "Client wrote")]


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize(
    ("columns", "why"),
    [
        (["client_wrote_at"], "Client wrote"),
        (["mail_problem_at"], "Mail problem"),
        (["client_wrote_at", "mail_problem_at"], "Client wrote"),
    ],
)
def test_next_begins_with_what_people_of_the_lane_wrote(state, columns, why):
    """Above answers that are late, and whatever became of the request."""
    now = timezone.now()
    changed(make_request(), answer_due_at=now - timedelta(days=1))
    columns = dict.fromkeys(columns, now)
    appointment_request = changed(make_request(safe_now="no"), state=state, **columns)
    assert [
        n.queue.why
        for n in queues.next_requests(now, queues.safety_lane())
        if n.appointment_request == appointment_request
    ] == [why]
    assert (
        queues.next_requests(now, queues.safety_lane())[0].appointment_request
        == appointment_request
    )


def test_next_holds_words_of_people_beyond_the_rows_of_the_lane(monkeypatch):
    monkeypatch.setattr(queues, "LANE_LIMIT", 1)
    make_request(safe_now="no")
    now = timezone.now()
    appointment_request = changed(
        make_request(safe_now="unsure"), client_wrote_at=now, state="withdrawn"
    )
    assert [n.appointment_request for n in queues.next_requests(now, queues.safety_lane())] == [
        appointment_request
    ]


@pytest.mark.parametrize("column", ["client_wrote_at", "mail_problem_at"])
def test_marks_are_counted_in_every_state_of_who_may_not_be_safe(column):
    name = {"client_wrote_at": "wrote", "mail_problem_at": "mail"}[column]
    for safe, state in [("no", "spam"), ("unsure", "new"), ("yes", "new"), ("yes", "spam")]:
        changed(make_request(safe_now=safe), state=state, **{column: timezone.now()})
    assert queues.counts(make_staff("Reception"))[name] == "3"


@pytest.mark.parametrize(
    ("columns", "shown"),
    [
        ({"safety_flag": True, "state": "in_review", "on_hold_since": timezone.now()}, True),
        ({"safety_flag": True, "state": "booked"}, True),
        ({"safety_flag": True, "safety_outcome_at": timezone.now(), "state": "booked"}, False),
        ({"safety_flag": True, "safety_legacy": True, "state": "booked"}, False),
        ({"client_wrote_at": timezone.now(), "state": "withdrawn"}, False),
        ({"state": "in_review", "follow_up_on": timezone.localdate() + timedelta(2)}, False),
        ({"state": "in_review", "answer_due_at": timezone.now() - timedelta(1)}, True),
        ({"state": "in_review", "answer_due_at": timezone.now() - timedelta(1),
          "clock_stopped_at": timezone.now()}, False),
    ],
)  # fmt: skip
def test_next_shows_what_waits_for_us(columns, shown):
    changed(make_request(), answer_due_at=None)
    appointment_request = changed(make_request(), **{"answer_due_at": None} | columns)
    assert (appointment_request in [found for found, _ in whys()]) is shown


def test_next_is_oldest_first_and_short(monkeypatch):
    monkeypatch.setattr(queues, "NEXT_PER_QUEUE", 2)
    made = [changed(make_request(), answer_due_at=None) for _ in range(3)]
    assert [appointment_request for appointment_request, _ in whys()] == made[:2]


def test_next_costs_the_same_however_much_waits():
    user = make_staff("Reception")
    for state in ("new", "in_review", "waitlisted"):
        changed(make_request(), state=state, assigned_to=user)
    with CaptureQueriesContext(connection) as queries:
        for appointment_request, _ in whys():
            assert appointment_request.initials
        assert queues.counts(user)["mine"] == "3"
    # The practice's hours are three more; outside of a test they are remembered.
    assert len(queries) == len(queues.QUEUES) + 2 + 3


def test_counts_stop_at_a_thousand(monkeypatch):
    monkeypatch.setattr(queues, "COUNT_LIMIT", 2)
    user = make_staff("Reception")
    for _ in range(3):
        make_request()
    changed(make_request(), on_hold_since=timezone.now(), assigned_to=user, state="in_review")
    with CaptureQueriesContext(connection) as queries:
        found = queues.counts(user)
    assert queries[0]["sql"].count("LIMIT 3)") == len(found)
    assert (found["new"], found["unassigned"]) == ("2+", "2+")
    assert (found["in_review"], found["mine"], found["on_hold"]) == ("1", "1", "1")
    assert found["safety"] == "0"
