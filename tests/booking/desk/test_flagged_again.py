"""Flagged again: what was arranged before an outcome, or before a newer flag, holds no more."""

import uuid
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine

from booking.models import Handover, Outcome, SafetyLevel
from booking.safety import actions as safety
from booking.safety import handovers
from tests.booking.desk.safety import ROUND, client_of, end, hand_to, not_safe, opened, press
from tests.booking.desk.screens import at, text_of
from tests.booking.factories import make_request, on_duty

pytestmark = pytest.mark.django_db

#: Monday 30 November 2026, 4:35 pm in Sydney: we close at 5, and the round has begun.
NOW = datetime(2026, 11, 30, 5, 35, tzinfo=UTC)


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as moving:
        yield moving


@pytest.fixture
def ruth(clock):
    opened(0, time(9), time(17))
    client, user = client_of("Clinician")
    on_duty(user, email="ruth@example.org")
    return client, user


@pytest.fixture(params=[0, 1], ids=["at one moment", "a minute each"])
def later(request, clock):
    """Between two forms time passes, or no measurable time."""
    return lambda: clock.shift(timedelta(minutes=request.param))


def settled_then_flagged(client, ruth, later):
    """Handed over, “I have it”, an outcome, and flagged again, all within the round."""
    appointment_request = not_safe()
    for press_it in (
        lambda: hand_to(client, appointment_request, ruth[1]),
        lambda: press(ruth[0], appointment_request, "have"),
        lambda: end(ruth[0], appointment_request),
        lambda: press(client, appointment_request, "flag", level="2", text="Rang again"),
    ):
        later()
        assert press_it().status_code == 302
    return appointment_request


def row_of(client, address="/admin/"):
    page = text_of(client.get(address))
    return page.partition('class="safety-box"')[2].partition("</section>")[0]


def test_lane_says_that_nobody_has_them(client, reception, ruth, later):
    settled_then_flagged(client, ruth, later)
    assert "not handed over" in row_of(client)
    assert "has it since" not in row_of(client)


def test_lane_counts_them_from_the_newest_flag(client, reception, ruth, clock):
    appointment_request = settled_then_flagged(
        client, ruth, lambda: clock.shift(timedelta(minutes=1))
    )
    assert handovers.current_handover(appointment_request) is None
    assert "since today, 4:39 pm" in row_of(client)


def test_closing_round_asks_for_them_and_the_worker_hands_them_over(
    client, reception, ruth, later, clock
):
    appointment_request = settled_then_flagged(client, ruth, later)
    page = text_of(client.get(ROUND))
    assert "0 of 1 acknowledged" in page
    assert "Closing round now" in page
    assert "Hand over</button>" in page
    clock.move_to(NOW + timedelta(minutes=11))
    assert handovers.hand_over_remaining() == 1
    assert "no “I have it” yet" in row_of(client)
    press(ruth[0], appointment_request, "have")
    assert "1 of 1 acknowledged" in text_of(client.get(ROUND))
    assert handovers.hand_over_remaining() == 0


def test_screen_of_one_begins_anew(client, reception, ruth, later):
    appointment_request = settled_then_flagged(client, ruth, later)
    page = text_of(client.get(at(appointment_request)))
    assert "Now: First try" in page
    steps = page.partition('class="step-list"')[2].partition("</ol>")[0]
    assert "I have it”</strong>" not in steps
    assert "Handed over to" in page.partition("Safety: what was done")[2]


def test_handed_over_again_it_holds(client, reception, ruth, later):
    appointment_request = settled_then_flagged(client, ruth, later)
    later()
    hand_to(client, appointment_request, ruth[1])
    press(ruth[0], appointment_request, "have")
    assert "has it since" in row_of(client)
    assert "1 of 1 acknowledged" in text_of(client.get(ROUND))


def test_who_has_the_not_sure_has_not_heard_that_they_are_not_safe(client, reception, ruth, later):
    appointment_request = make_request(safe_now="unsure")
    hand_to(client, appointment_request, ruth[1])
    press(ruth[0], appointment_request, "have")
    later()
    press(client, appointment_request, "flag", level="2")
    assert "not handed over" in row_of(client)
    press(ruth[0], appointment_request, "have")
    assert "has it since" in row_of(client)
    assert Handover.objects.count() == 2


@pytest.mark.parametrize("times", [1, 2, 3])
def test_each_outcome_ends_what_was_before(ruth, later, times):
    appointment_request = not_safe()
    for _ in range(times):
        handovers.hand_over(appointment_request, ruth[1], "", by=ruth[1], key=uuid.uuid4())
        later()
        safety.record_outcome(
            appointment_request, Outcome.SAFE, "Agreed", by=ruth[1], key=uuid.uuid4()
        )
        safety.flag(appointment_request, SafetyLevel.NOT_SURE, "", by=ruth[1], key=uuid.uuid4())
        assert handovers.current_handover(appointment_request) is None
        assert list(handovers.not_handed_over(NOW)) == [appointment_request]
