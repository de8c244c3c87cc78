"""The lane of people without an outcome, and the line about duty, on staff's pages."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from booking.models import AppointmentRequest, Handover, State
from tests.booking.desk.safety import (
    ROUND,
    client_of,
    end,
    hand_to,
    legacy,
    make_turn,
    not_safe,
    opened,
)
from tests.booking.desk.screens import LIST, at, text_of
from tests.booking.factories import make_clinician, make_request

pytestmark = pytest.mark.django_db

TODAY = "/admin/"


def box(client, address=TODAY):
    page = text_of(client.get(address))
    return page.partition('class="safety-box"')[2].partition("</section>")[0]


def line(client, address=TODAY):
    page = text_of(client.get(address))
    return " ".join(page.partition('class="duty"')[2].partition("</section>")[0].split())


@pytest.mark.parametrize("role", ["Reception", "Lead", "Clinician", "Owner"])
@pytest.mark.parametrize("address", [TODAY, LIST, f"{LIST}?show=spam"])
def test_lane_stands_first_for_everybody_who_acts(role, address):
    client, _ = client_of(role)
    appointment_request = not_safe()
    page = text_of(client.get(address))
    assert appointment_request.reference in box(client, address)
    assert page.index(appointment_request.reference) < page.index(
        "Find by" if "Find by" in page else "</main>"
    )


def test_lane_is_not_for_senders():
    client, _ = client_of("Sender")
    not_safe()
    assert box(client) == line(client) == ""


def test_lane_holds_every_state_the_least_safe_first(client, reception):
    unsure = [make_request(safe_now="unsure") for _ in State]
    unsafe = not_safe()
    for appointment_request, state in zip(unsure, State, strict=True):
        AppointmentRequest.objects.filter(pk=appointment_request.pk).update(state=state)
    shown = box(client)
    places = [
        shown.index(appointment_request.reference) for appointment_request in (unsafe, *unsure)
    ]
    assert places == sorted(places)


def test_lane_says_who_has_each(client, reception):
    lead, user = client_of("Lead")
    appointment_request = not_safe()
    assert "not handed over" in box(client)
    hand_to(client, appointment_request, user)
    assert f"handed to {user.username}, no “I have it” yet" in box(client)
    assert "I have it<" in box(lead)
    assert "I have it<" not in box(client)
    hand_to(lead, appointment_request, user)
    assert f"{user.username} has it" in box(client)
    assert "I have it<" not in box(lead)


def test_everybody_can_say_it_once_the_first_did_not(client, reception):
    _, first = client_of("Clinician")
    other, _ = client_of("Clinician")
    hand_to(client, not_safe(), first)
    assert "I have it<" not in box(other)
    Handover.objects.update(rank=Handover.Rank.SECOND)
    assert "the second was asked" in box(other)
    assert "I have it<" in box(other)


def test_outcome_ends_it(client, reception):
    lead, _ = client_of("Lead")
    appointment_request = not_safe()
    end(lead, appointment_request)
    assert box(client) == ""
    assert "Everybody has an outcome" in line(client)


def test_well_done_stands_nowhere_beside_the_lane(client, reception):
    assert "Well done" in text_of(client.get(TODAY))
    appointment_request = not_safe()
    AppointmentRequest.objects.filter(pk=appointment_request.pk).update(state="booked")
    assert "Well done" not in text_of(client.get(TODAY))


@pytest.mark.parametrize(
    ("role", "shown"), [("Lead", True), ("Owner", False), ("Reception", False)]
)
def test_what_ended_before_is_the_leads(role, shown):
    client, _ = client_of(role)
    appointment_request = legacy()
    page = text_of(client.get(TODAY))
    assert ("?safety=review" in page) is shown
    assert appointment_request.reference not in box(client)
    assert appointment_request.reference in text_of(client.get(f"{LIST}?safety=review"))


def test_clinician_sees_how_many_name_them():
    client, user = client_of("Clinician")
    make_request(clinician=make_clinician(user).slug)
    make_request()
    assert "<strong>1</strong> open" in text_of(client.get(TODAY))


@pytest.mark.parametrize("address", [TODAY, LIST, ROUND, "/admin/your-log-in/"])
def test_duty_line_counts_on_every_page(client, reception, address):
    assert "Everybody has an outcome" in line(client, address)
    not_safe()
    assert "1 person without an outcome" in line(client, address)
    not_safe()
    assert "2 people without an outcome" in line(client, address)


def test_duty_line_names_who_is_on_duty(client, reception):
    today = timezone.localdate().weekday()
    opened(today, time(0), time(23, 59, 59))
    assert "Nobody is on duty." in line(client)
    _, first = client_of("Clinician")
    make_turn(first, today)
    assert f"Duty: <strong>{first.username}</strong>" in line(client)
    assert "02 5550 0190" in line(client)


def test_duty_line_while_closed_names_nobody(client, reception):
    day = (timezone.localdate() + timedelta(days=2)).weekday()
    opened(day, time(9), time(17))
    assert "Closed until" in line(client)
    assert "nobody is on duty" in line(client)


def test_half_logged_in_is_shown_nothing(client, reception):
    not_safe()
    client.password_only(reception)
    page = text_of(client.get("/admin/second-step/", follow=True))
    assert "without an outcome" not in page


@pytest.mark.parametrize("address", [TODAY, LIST])
def test_lane_costs_the_same_however_long_it_is(client, reception, remembered, address):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    not_safe()
    client.get(address)
    before = cost()
    _, user = client_of("Lead")
    for _ in range(3):
        hand_to(client, not_safe(), user)
    client.get(address)
    assert cost() == before <= 15


def test_screen_of_one_costs_little(client, reception, remembered):
    """Also with others in the lane, outside of the closing round."""
    opened((timezone.localdate() + timedelta(days=2)).weekday(), time(9), time(17))
    appointment_request = make_request()
    not_safe()
    client.get(at(appointment_request))
    with CaptureQueriesContext(connection) as queries:
        client.get(at(appointment_request))
    told = [q for q in queries if not q["sql"].startswith(("BEGIN", "SAVEPOINT", "RELEASE"))]
    assert len(told) <= 15


def test_promise_is_not_calm_beside_a_flag(client, reception):
    not_safe()
    assert "lamp-green" not in text_of(client.get(f"{LIST}?safety=open"))


def test_screen_of_one_leads_to_the_next(client, reception):
    first, second = not_safe(), make_request(safe_now="unsure", name="Arlo Nye")
    page = text_of(client.get(at(first)))
    assert "Safety, 1 of 2" in page
    assert f'href="{at(second)}"' in page
    assert "AN, not sure" in page
    assert "Safety, 2 of 2" in text_of(client.get(at(second)))
