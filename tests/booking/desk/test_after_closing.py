"""Requests that come after closing: true statements, and a handover at opening."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from booking.models import Handover
from booking.safety import handovers
from clinic.models import ClinicDetails, OpeningHours
from tests.booking.desk.safety import ROUND, client_of, end, hand_to, not_safe, press
from tests.booking.desk.screens import at, text_of
from tests.booking.factories import on_duty

pytestmark = pytest.mark.django_db
SYDNEY = ZoneInfo("Australia/Sydney")
MONDAY = datetime(2026, 11, 30, 22, 47, tzinfo=SYDNEY)  # closed since 5 pm
TUESDAY_9 = datetime(2026, 12, 1, 9, tzinfo=SYDNEY)
SATURDAY = datetime(2026, 11, 28, 11, 0, tzinfo=SYDNEY)


@pytest.fixture
def clock():
    with time_machine.travel(MONDAY, tick=False) as moving:
        OpeningHours.objects.all().delete()
        for day in range(5):
            OpeningHours.objects.create(
                clinic=ClinicDetails.load(), day=day, opens=time(9), closes=time(17)
            )
        yield moving


@pytest.fixture
def ruth(clock):
    client, user = client_of("Clinician")
    user.first_name = "Ruth"
    user.save()
    on_duty(user, email="ruth@example.org")
    return client, user


@pytest.fixture
def desk(clock, ruth):
    """Reception, logged in at this moment."""
    return lambda: client_of("Reception")[0]


def line(client):
    page = text_of(client.get("/admin/"))
    return " ".join(page.partition('class="duty"')[2].partition("</section>")[0].split())


def test_line_says_that_they_wait_for_the_opening(desk, clock):
    not_safe()
    clock.shift(timedelta(minutes=1))
    shown = line(desk())
    assert "nobody is on duty" in shown
    assert "1 came since we closed</strong> and waits for the opening" in shown
    assert "duty’s note went to" in shown
    assert "Ruth" in shown
    assert "Closing round now" not in shown


def test_line_is_quiet_once_somebody_has_them(desk, ruth):
    client = desk()
    hand_to(client, not_safe(), ruth[1])
    assert "since we closed" not in line(client)


def test_line_still_says_that_the_round_is_not_done(desk, clock):
    clock.move_to(MONDAY.replace(hour=16))
    not_safe()
    clock.move_to(MONDAY)
    assert "Closing round now" in line(desk())


def test_without_a_roster_the_last_resort_was_told(clock):
    client, _ = client_of("Reception")
    not_safe()
    assert "the last resort" in line(client)


@pytest.mark.parametrize("now", [MONDAY, SATURDAY, TUESDAY_9 - timedelta(hours=1)])
def test_round_page_promises_the_opening(desk, clock, now):
    clock.move_to(now)
    not_safe()
    page = text_of(desk().get(ROUND))
    assert "1 came since we closed" in page
    assert "came since we closed and waits for the opening" in page
    assert "is handed to whoever is on duty when we open" in page
    assert ", on duty" not in page
    assert "Whoever is left at" not in page
    assert "Hand over</button>" in page


def test_screen_says_that_nobody_is_on_duty(desk, clock):
    appointment_request = not_safe()
    page = text_of(desk().get(at(appointment_request)))
    assert "We are closed, and nobody is on duty. On today’s roster" in page
    assert ", on duty," not in page
    clock.move_to(TUESDAY_9)
    page = text_of(desk().get(at(appointment_request)))
    assert ", on duty," in page
    assert "We are closed" not in page


@pytest.mark.parametrize(
    ("came", "opens"),
    [
        (MONDAY, TUESDAY_9),
        (SATURDAY, MONDAY.replace(hour=9, minute=0)),
        (MONDAY.replace(hour=17, minute=0), TUESDAY_9),
        (MONDAY.replace(hour=8), MONDAY.replace(hour=9, minute=0)),
    ],
)
def test_worker_hands_them_over_when_we_open(ruth, clock, came, opens):
    clock.move_to(came)
    not_safe()
    clock.move_to(opens - timedelta(minutes=1))
    assert handovers.hand_over_remaining() == 0
    clock.move_to(opens)
    assert handovers.hand_over_remaining() == 1
    assert Handover.objects.get().to == ruth[1]
    assert handovers.hand_over_remaining() == 0


def test_handed_over_earlier_they_are_not_handed_over_again(desk, ruth, clock):
    hand_to(desk(), not_safe(), ruth[1])
    clock.move_to(TUESDAY_9)
    assert handovers.hand_over_remaining() == 0


def test_flagged_again_after_closing_waits_for_the_opening_too(ruth, clock):
    clock.move_to(MONDAY.replace(hour=16, minute=40))
    appointment_request = not_safe()
    lead, user = client_of("Lead")
    hand_to(lead, appointment_request, user)
    end(lead, appointment_request)
    clock.move_to(MONDAY)
    client, _ = client_of("Reception")
    press(client, appointment_request, "flag", level="2")
    assert "1 came since we closed" in line(client)
    assert handovers.hand_over_remaining() == 0
    clock.move_to(TUESDAY_9)
    assert handovers.hand_over_remaining() == 1


def test_without_duty_the_owner_is_asked_when_we_open(clock):
    not_safe()
    clock.move_to(TUESDAY_9)
    assert handovers.hand_over_remaining() == 1
    assert Handover.objects.get().rank == Handover.Rank.OWNER


def test_who_came_while_open_is_left_to_reception(ruth, clock):
    clock.move_to(MONDAY.replace(hour=9, minute=10))
    not_safe()
    clock.move_to(MONDAY.replace(hour=16, minute=44))
    assert handovers.hand_over_remaining() == 0
