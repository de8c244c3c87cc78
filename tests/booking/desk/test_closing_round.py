"""The closing round."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from booking.models import AppointmentRequest, Handover
from clinic.models import AccessLog
from tests.booking.desk.safety import ROUND, client_of, hand_to, make_turn, not_safe, opened, press
from tests.booking.desk.screens import text_of
from tests.booking.factories import make_request, make_staff

pytestmark = pytest.mark.django_db

#: Monday 30 November 2026, 4:40 pm in Sydney: we close at 5.
NOW = datetime(2026, 11, 30, 5, 40, tzinfo=UTC)


@pytest.fixture
def at_four_forty(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    opened(0, time(9), time(17))


@pytest.mark.parametrize(
    ("role", "status"),
    [("Reception", 200), ("Lead", 200), ("Clinician", 200), ("Owner", 200), ("Sender", 403)],
)
def test_who_may_see_it(role, status):
    client, _ = client_of(role)
    assert client.get(ROUND).status_code == status
    assert client.post(ROUND).status_code == 405


def test_it_says_when_it_begins(client, reception, monkeypatch):
    opened(0, time(9), time(17))
    monkeypatch.setattr(timezone, "now", lambda: NOW - timedelta(hours=3))
    not_safe()
    page = text_of(client.get(ROUND))
    assert "It begins at 4:30 pm" in page
    assert "Hand over</button>" not in page


def test_on_a_day_off_there_is_none(client, reception):
    opened((timezone.localdate() + timedelta(days=1)).weekday(), time(9), time(17))
    assert "there is no closing round" in text_of(client.get(ROUND))


def test_everybody_gets_a_name_and_says_so(client, reception, at_four_forty):
    lead, user = client_of("Lead")
    appointment_request = not_safe()
    assert "0 of 1 acknowledged" in text_of(client.get(ROUND))
    response = hand_to(client, appointment_request, user, back="round")
    assert response["Location"] == ROUND
    assert "0 of 1 acknowledged" in text_of(client.get(ROUND))
    press(lead, appointment_request, "have", back="round")
    page = text_of(client.get(ROUND))
    assert "1 of 1 acknowledged" in page
    assert "Hand over</button>" not in page
    assert "Closing round: done" in page


def test_handed_over_before_the_round_is_not_enough(client, reception, at_four_forty):
    lead, user = client_of("Lead")
    hand_to(lead, not_safe(), user)
    Handover.objects.update(at=NOW - timedelta(hours=2))
    page = text_of(client.get(ROUND))
    assert "from before this round" in page
    assert "Closing round now" in page


def test_it_names_answers_promised_for_today(client, reception, at_four_forty):
    due = make_request()
    AppointmentRequest.objects.filter(pk=due.pk).update(answer_due_at=NOW + timedelta(minutes=20))
    later = make_request()
    AppointmentRequest.objects.filter(pk=later.pk).update(answer_due_at=NOW + timedelta(days=1))
    page = text_of(client.get(ROUND))
    assert due.reference in page
    assert later.reference not in page


def test_it_says_what_the_form_will_say_and_who_is_next(client, reception, at_four_forty):
    opened(1, time(9), time(17))
    user = make_staff("Clinician")
    make_turn(user, 1)
    assert f"{user.username}" in text_of(client.get(ROUND))
    opened(0, time(9), time(17))
    assert "We are closed." in text_of(client.get(ROUND))


def test_names_are_logged_before_they_are_shown(client, reception, at_four_forty):
    appointment_request = not_safe(name="Zuzanna Quill")
    assert "Zuzanna Quill" in text_of(client.get(ROUND))
    entry = AccessLog.objects.get(about=appointment_request.about, act="saw")
    assert (entry.actor, entry.reason) == (reception, "Closing round")


def test_it_costs_the_same_however_many_there_are(client, reception, at_four_forty, remembered):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get(ROUND)
        return len(queries)

    not_safe()
    client.get(ROUND)
    before = cost()
    for _ in range(3):
        not_safe()
    assert cost() == before
