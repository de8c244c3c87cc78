"""When a fire drill is done, and where it stands no more afterwards."""

import uuid

import pytest

from booking import answer_clock
from booking.desk import queues
from booking.models import AppointmentRequest
from booking.safety import drills
from tests.booking.desk.safety import client_of, end, press, try_once
from tests.booking.desk.screens import LIST, text_of

pytestmark = pytest.mark.django_db
DONE = "This month’s drill is done."
RUNS = "This month’s drill runs."
ACTED = "A named person has acted in this month’s drill."


@pytest.fixture
def owner():
    return client_of("Owner")[0]


@pytest.fixture
def drill(owner):
    owner.post("/admin/booking/appointmentrequest/fire-drill/", {"key": uuid.uuid4()})
    return AppointmentRequest.objects.get()


def said(owner):
    page = text_of(owner.get("/admin/"))
    return [words for words in (DONE, RUNS, ACTED) if words in page]


def finish(client, drill, outcome="nobody"):
    press(client, drill, "have")
    assert end(client, drill, outcome=outcome).status_code == 302


def test_drill_is_done_only_when_it_ended(owner, drill):
    client, _ = client_of("Clinician")
    assert said(owner) == [RUNS]
    assert "Nobody yet" in text_of(owner.get("/admin/"))
    try_once(client, drill)
    assert said(owner) == [ACTED]
    finish(client, drill)
    assert said(owner) == [DONE]


def test_second_drill_of_a_month_takes_nothing_back(owner, drill):
    finish(client_of("Clinician")[0], drill)
    owner.post("/admin/booking/appointmentrequest/fire-drill/", {"key": uuid.uuid4()})
    assert said(owner) == [DONE]


@pytest.mark.parametrize("outcome", ["nobody", "safe"])
def test_drill_with_an_outcome_waits_for_nobody(drill, outcome):
    lead, user = client_of("Lead")
    assert queues.counts(user)["new"] == "1"
    finish(lead, drill, outcome)
    found = queues.counts(user)
    assert set(found.values()) == {"0"}
    assert queues.next_requests(drill.created_at, []) == []
    assert not answer_clock.running_requests().exists()


@pytest.mark.parametrize("query", ["", "show=new", "source=phone", "clock=running", "whose=nobody"])
def test_drill_with_an_outcome_is_on_no_open_list(drill, query):
    lead, _ = client_of("Lead")
    finish(lead, drill)
    lead.get("/admin/")  # says once what was done
    assert drill.reference not in text_of(lead.get(f"{LIST}?{query}"))
    assert drill.reference in text_of(lead.get(f"{LIST}?show=all"))


def test_drill_flagged_again_is_on_the_lane_again(drill):
    lead, _ = client_of("Lead")
    finish(lead, drill)
    press(lead, drill, "flag", level="2")
    assert [appointment_request.pk for appointment_request in queues.safety_lane()] == [drill.pk]
    assert not drills.latest()[0].is_done
