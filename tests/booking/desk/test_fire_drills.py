"""Fire drills on staff's screens."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from booking.models import AppointmentRequest
from tests.booking.desk.safety import DRILL, ROUND, client_of, end, press
from tests.booking.desk.screens import LIST, at, text_of

pytestmark = pytest.mark.django_db

TODAY = "/admin/"


@pytest.fixture
def owner():
    return client_of("Owner")[0]


def start(client, key=None):
    return client.post(DRILL, {"key": key or uuid.uuid4()})


@pytest.mark.parametrize("role", ["Reception", "Lead", "Clinician", "Sender"])
def test_only_the_owner_starts_one(role):
    client, _ = client_of(role)
    assert start(client).status_code == 403
    assert "Start a fire drill" not in text_of(client.get(TODAY))


def test_drill_is_started_once_by_a_press(owner):
    key = uuid.uuid4()
    assert owner.get(DRILL).status_code == 405
    assert owner.post(DRILL, {"key": "x"}).status_code == 400
    assert [start(owner, key).status_code for _ in range(2)] == [302, 302]
    assert AppointmentRequest.objects.get().is_drill


def test_drill_is_marked_wherever_it_is_shown(owner, client, reception):
    start(owner)
    appointment_request = AppointmentRequest.objects.get()
    for address in (TODAY, LIST, ROUND, at(appointment_request), f"{LIST}?safety=open"):
        assert "Fire drill" in text_of(client.get(address))
    page = text_of(client.get(at(appointment_request)))
    assert "Do not call the number" in page
    assert f'href="tel:{appointment_request.phone_normalised}"' not in page


def test_owner_reads_how_long_it_took(owner):
    clinician, _ = client_of("Clinician")
    assert "None this month" in text_of(owner.get(TODAY))
    start(owner)
    page = text_of(owner.get(TODAY))
    assert "None this month" not in page
    assert "Nobody yet" in page
    appointment_request = AppointmentRequest.objects.get()
    early = timezone.now() - timedelta(minutes=7)
    AppointmentRequest.objects.update(created_at=early)
    press(clinician, appointment_request, "have")
    assert "7 minutes" in text_of(owner.get(TODAY))
    assert end(clinician, appointment_request, outcome="nobody", text="").status_code == 302


def test_drill_of_another_month_is_not_enough(owner):
    start(owner)
    AppointmentRequest.objects.update(created_at=timezone.now() - timedelta(days=32))
    assert "None this month" in text_of(owner.get(TODAY))
