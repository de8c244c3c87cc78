"""Requests without an outcome come first in every list, “Not safe” above “Not sure”."""

import uuid

import pytest

from booking.admin import AppointmentRequestAdmin
from booking.desk import queues
from booking.models import AppointmentRequest, Outcome
from booking.safety import actions as safety
from tests.booking.desk.screens import LIST, SEARCH, text_of
from tests.booking.factories import make_request, make_staff

pytestmark = pytest.mark.django_db


def changed(appointment_request, **columns):
    AppointmentRequest.objects.filter(pk=appointment_request.pk).update(**columns)
    return appointment_request


def ended(appointment_request):
    lead, key = make_staff("Lead"), uuid.uuid4()
    safety.record_outcome(appointment_request, Outcome.SAFE, "Agreed", by=lead, key=key)
    return appointment_request


@pytest.fixture
def made():
    """The order in which they came is the wrong one for every list."""
    calm = make_request()
    unsure = make_request(safe_now="unsure")
    settled = ended(make_request(safe_now="no"))
    unsafe = [make_request(safe_now="no") for _ in range(4)]
    spam = changed(make_request(), state="spam")
    return {"first": [*unsafe, unsure], "rest": [calm, settled, spam]}


def listed(response):
    """References in the order of the table, without the box above it."""
    page = text_of(response)
    table = page[page.rindex("<table") :]
    known = AppointmentRequest.objects.values_list("reference", flat=True)
    found = [(table.index(f">{ref}<"), ref) for ref in known if f">{ref}<" in table]
    return [ref for _, ref in sorted(found)]


@pytest.mark.parametrize(
    "query", ["", "show=all", "show=new", "safety=open", "safety=flagged", "kind=new_client",
              "whose=nobody", "clock=running", "source=web"],
)  # fmt: skip
def test_list_begins_with_them(client, reception, made, query):
    found = listed(client.get(f"{LIST}?{query}"))
    assert found[:5] == [appointment_request.reference for appointment_request in made["first"]]
    rest = {appointment_request.reference for appointment_request in made["rest"]}
    assert set(found[5:]) <= rest
    assert (found[5:] == []) == (query == "safety=open")


def test_found_by_name_begins_with_them(client, reception, made):
    found = listed(client.post(SEARCH, {"term": "Sample"}))
    assert found[:5] == [appointment_request.reference for appointment_request in made["first"]]
    assert len(found) == 8


@pytest.mark.parametrize("state", ["spam", "withdrawn", "declined"])
def test_list_of_an_ended_state_begins_with_them(client, reception, made, state):
    unsafe = changed(made["first"][0], state=state)
    for appointment_request in made["rest"]:
        changed(appointment_request, state=state)
    assert listed(client.get(f"{LIST}?show={state}"))[0] == unsafe.reference


def test_nobody_is_lost_or_shown_twice_between_pages(client, reception, made, monkeypatch):
    monkeypatch.setattr(AppointmentRequestAdmin, "list_per_page", 3)
    pages = [listed(client.get(f"{LIST}?show=all&p={n}")) for n in (1, 2, 3)]
    found = [reference for page in pages for reference in page]
    assert [len(page) for page in pages] == [3, 3, 2]
    assert found[:5] == [appointment_request.reference for appointment_request in made["first"]]
    assert len(set(found)) == 8


def test_nobody_is_left_out_where_the_lane_is_longer_than_its_box(
    client, reception, made, monkeypatch
):
    monkeypatch.setattr(queues, "LANE_LIMIT", 2)
    found = listed(client.get(f"{LIST}?show=all"))
    assert found[:5] == [appointment_request.reference for appointment_request in made["first"]]
