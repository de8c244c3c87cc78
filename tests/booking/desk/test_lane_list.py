"""The link “… without an outcome” lists these requests for users who may open them."""

import pytest

from booking.admin import AppointmentRequestAdmin
from booking.desk import queues
from booking.models import AppointmentRequest
from tests.booking.desk.safety import client_of, legacy, not_safe
from tests.booking.desk.screens import LIST, at, text_of
from tests.booking.factories import make_clinician, make_request

pytestmark = pytest.mark.django_db

OPEN = f"{LIST}?safety=open"
ROLES = pytest.mark.parametrize("role", ["Reception", "Lead", "Clinician", "Owner"])


def listed(client, address=OPEN):
    page = text_of(client.get(address, follow=True))
    return page.partition('id="result_list"')[2].partition("</table>")[0]


@ROLES
@pytest.mark.parametrize("state", ["new", "withdrawn", "spam", "booked"])
def test_link_of_the_duty_line_shows_them(role, state):
    client, _ = client_of(role)
    appointment_request = not_safe()
    AppointmentRequest.objects.filter(pk=appointment_request.pk).update(state=state)
    page = text_of(client.get("/admin/"))
    assert 'href="/admin/booking/appointmentrequest/?safety=open"' in page
    assert appointment_request.reference in listed(client)
    assert client.get(at(appointment_request)).status_code == 200


@ROLES
def test_link_holds_all_of_them_the_least_safe_first(role, monkeypatch):
    monkeypatch.setattr(queues, "LANE_LIMIT", 2)
    monkeypatch.setattr(AppointmentRequestAdmin, "list_per_page", 3)
    client, _ = client_of(role)
    unsure = [make_request(safe_now="unsure") for _ in range(3)]
    unsafe = [not_safe() for _ in range(2)]
    page = text_of(client.get("/admin/"))
    assert "All 5 without an outcome</a>" in page
    shown = listed(client) + listed(client, f"{OPEN}&p=2")
    places = [
        shown.index(appointment_request.reference) for appointment_request in [*unsafe, *unsure]
    ]
    assert places == sorted(places)


def test_clinician_is_listed_nobody_else():
    client, user = client_of("Clinician")
    named = make_request(clinician=make_clinician(user).slug)
    other, unsafe = make_request(), not_safe()
    ended = not_safe()
    AppointmentRequest.objects.filter(pk=ended.pk).update(safety_outcome_at="2026-11-30T00:00Z")
    assert unsafe.reference in listed(client)
    for appointment_request in (named, other, ended):
        assert appointment_request.reference not in listed(client)
    assert named.reference in listed(client, LIST)
    for address in (LIST, f"{LIST}?show=all", f"{LIST}?safety=flagged", f"{LIST}?safety=nonsense"):
        shown = listed(client, address)
        assert other.reference not in shown
        assert unsafe.reference not in shown
        assert ended.reference not in shown


def test_clinician_is_listed_what_ended_before_outcomes():
    client, _ = client_of("Clinician")
    appointment_request = legacy()
    assert appointment_request.reference in listed(client, f"{LIST}?safety=review")
    assert appointment_request.reference not in listed(client)


def test_sender_is_listed_nobody():
    client, _ = client_of("Sender")
    not_safe()
    assert client.get(OPEN).status_code == 403
