"""A second try counts from fifteen minutes after the first; an earlier one is stored."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from booking.models import SafetyStep
from clinic.models import ClinicDetails
from tests.booking.desk.safety import end, not_safe, press, try_once
from tests.booking.desk.screens import at, text_of

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)  # Tuesday, 10 am
KEPT = "What was tried before that is kept, and is not the second try."


@pytest.fixture
def now():
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock


@pytest.fixture
def appointment_request(now):
    return not_safe()


def page(client, appointment_request):
    return text_of(client.get(at(appointment_request)))


def present(client, appointment_request):
    return page(client, appointment_request).split("<h3>Now: ", 1)[1].split("<", 1)[0].strip()


def tries(client, appointment_request, now, *seconds, **form):
    """Log tries at these seconds after the morning. Return the page after the last one."""
    for n in seconds:
        now.move_to(MORNING + timedelta(seconds=n))
        response = client.post(
            at(appointment_request, "safety_try"),
            {"key": key_of(n), "came": "no_answer", **form},
            follow=True,
        )
    return text_of(response)


def key_of(number):
    return f"00000000-0000-4000-8000-{number:012}"


@pytest.mark.parametrize("seconds", [(0, 10), (0, 899), (0, 10, 20, 30)])
def test_early_tries_are_kept_and_tick_nothing(
    client, reception, appointment_request, now, seconds
):
    said = tries(client, appointment_request, now, *seconds, text="Rang")
    assert "It came early: the second try counts from 10:15." in said
    assert present(client, appointment_request) == "Second try"
    assert KEPT in page(client, appointment_request)
    assert (
        SafetyStep.objects.count()
        == len(seconds)
        == page(client, appointment_request).count(">Rang<")
    )


@pytest.mark.parametrize("seconds", [(0, 900), (0, 10, 900), (0, 3600)])
def test_a_try_from_then_on_is_the_second(client, reception, appointment_request, now, seconds):
    said = tries(client, appointment_request, now, *seconds)
    assert "It came early" not in said
    assert present(client, appointment_request) == "Hand over by name"
    assert KEPT not in page(client, appointment_request)


def test_minutes_are_those_of_clinic_details(client, reception, appointment_request, now):
    ClinicDetails.objects.update(try_again_after=5)
    tries(client, appointment_request, now, 0, 299)
    assert "From 10:05, 5 minutes after the first." in page(client, appointment_request)
    tries(client, appointment_request, now, 300)
    assert present(client, appointment_request) == "Hand over by name"


def test_speaking_with_them_is_never_too_early(client, reception, appointment_request, now):
    tries(client, appointment_request, now, 0)
    said = tries(client, appointment_request, now, 10, came="spoke")
    assert "that you spoke with them is kept." in said
    assert present(client, appointment_request) == "Hand over by name"
    assert "Not needed: somebody has spoken with them." in page(client, appointment_request)


def test_tries_before_an_outcome_do_not_count_after_it(
    client, admin_client, appointment_request, now
):
    tries(admin_client, appointment_request, now, 0)
    now.shift(timedelta(minutes=20))
    end(admin_client, appointment_request)
    press(admin_client, appointment_request, "flag", level="2")
    now.shift(timedelta(minutes=20))
    try_once(admin_client, appointment_request)
    assert present(admin_client, appointment_request) == "Second try"
