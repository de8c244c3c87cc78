"""What Today and the duty line say about people who may not be safe, in the rarer cases."""

import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import DatabaseError

from booking.desk import queues, safety_lane
from booking.models import Handover
from booking.safety import handovers
from booking.templatetags import safety as tags
from tests.booking.desk.screens import LIST, text_of
from tests.booking.factories import FOR_CHILD, make_request, make_staff
from tests.clients import StaffClient

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 30, 10, 9, tzinfo=ZoneInfo("Australia/Sydney"))


@pytest.fixture
def clinician():
    return make_staff("Clinician")


def box(client, address="/admin/"):
    page = text_of(client.get(address))
    return page.partition('class="safety-box"')[2].partition("</section>")[0]


def logged_in(user):
    client = StaffClient()
    client.force_login(user)
    return client


def hand_over(appointment_request, to):
    handovers.hand_over(appointment_request, to, "", by=make_staff("Reception"), key=uuid.uuid4())


@pytest.mark.parametrize("address", ["/admin/", f"{LIST}?show=declined"])
def test_child_is_marked_for_a_clinician(client, reception, address):
    make_request(safe_now="no")
    assert "Child: a clinician first" not in box(client, address)
    make_request(safe_now="unsure", **FOR_CHILD)
    assert "Child: a clinician first" in box(client, address)


def test_since_when_somebody_has_it(client, reception, clinician):
    with time_machine.travel(MONDAY, tick=False):
        client.force_login(reception)
        appointment_request = make_request(safe_now="no")
        hand_over(appointment_request, clinician)
        handovers.acknowledge(appointment_request, by=clinician)
        assert f"{clinician.username} has it since 10:09 am" in box(client)


def test_since_an_earlier_day_names_it(clinician):
    held = Handover(acknowledged_at=MONDAY, acknowledged_by=clinician)
    with time_machine.travel(MONDAY.replace(month=12, day=1), tick=False):
        assert "since Monday 30 November, 10:09 am" in safety_lane.handover_status(held)


def test_handed_over_to_you_counts_yours_only(clinician):
    appointment_request = make_request(safe_now="no")
    hand_over(appointment_request, clinician)
    Handover.objects.update(rank=Handover.Rank.SECOND)
    assert "Handed over to you: 1." in box(logged_in(clinician))
    other = box(logged_in(make_staff("Clinician")))
    assert "I have it<" in other
    assert "Handed over to you" not in other
    handovers.acknowledge(appointment_request, by=clinician)
    assert "Handed over to you" not in box(logged_in(clinician))


@pytest.mark.parametrize(("most", "has_more"), [(1, True), (2, False)])
def test_more_than_shown_is_counted_and_linked(client, reception, monkeypatch, most, has_more):
    for _ in range(2):
        make_request(safe_now="no")
    monkeypatch.setattr(queues, "LANE_LIMIT", most)
    page = text_of(client.get("/admin/"))
    assert "2 people without an outcome" in page
    assert ("All 2 without an outcome</a>" in page) is has_more


def test_round_is_not_done_while_more_wait_than_are_shown(clinician):
    appointment_request = make_request(safe_now="no")
    held = Handover(to=clinician, at=MONDAY, acknowledged_at=MONDAY, acknowledged_by=clinician)
    waiting = safety_lane.Lane([appointment_request])
    waiting.handovers_by_request = {appointment_request.pk: held}
    assert waiting.all_acknowledged(MONDAY)
    waiting.number = 2
    assert not waiting.all_acknowledged(MONDAY)


def test_duty_line_takes_no_page_away(client, reception, monkeypatch):
    def away(*args):
        raise DatabaseError

    monkeypatch.setattr(tags, "_line_context", away)
    response = client.get("/admin/your-log-in/")
    assert response.status_code == 200
    assert "cannot be read at the moment" in text_of(response)


def test_names_are_text(client, reception, clinician):
    clinician.first_name = "<b>Ruth</b>"
    clinician.save()
    hand_over(make_request(safe_now="no", name="<i>X</i> Y"), clinician)
    page = client.get("/admin/").content.decode()
    assert "&lt;b&gt;Ruth" in page
    assert "<b>Ruth" not in page


def test_drill_nobody_took_a_minute_for_shows_none(monkeypatch):
    assert tags._minutes(None) is None
    assert tags._minutes(MONDAY - MONDAY) == 0
