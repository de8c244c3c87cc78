"""Handed over by name, acknowledged, and asked again until somebody has it."""

import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied

from booking.errors import NotPossibleError
from booking.models import Handover, Outcome
from booking.safety import actions as safety
from booking.safety import handovers
from clinic.models import OutgoingEmail
from tests.booking.factories import make_request, make_staff, on_duty

pytestmark = pytest.mark.django_db
FRIDAY = datetime(2026, 11, 27, 16, 0, tzinfo=ZoneInfo("Australia/Sydney"))


def person(role, email):
    user = make_staff(role)
    get_user_model().objects.filter(pk=user.pk).update(email=email)
    return get_user_model().objects.get(pk=user.pk)


@pytest.fixture
def ruth():
    user = person("Clinician", "ruth@example.org")
    on_duty(user)
    return user


@pytest.fixture
def ana():
    user = person("Lead", "ana@example.org")
    on_duty(user, rank=2)
    return user


@pytest.fixture
def owner():
    return person("Owner", "owner@example.org")


@pytest.fixture
def clock():
    with time_machine.travel(FRIDAY, tick=False) as moving:
        yield moving


@pytest.fixture
def unsafe(clock):
    return make_request(safe_now="no")


def hand_over(appointment_request, to, by=None):
    return handovers.hand_over(
        appointment_request, to, "Two tries", by=by or make_staff("Reception"), key=uuid.uuid4()
    )


def asked_so_far():
    mails = OutgoingEmail.objects.filter(kind="booking/handover")
    return list(mails.order_by("created_at", "to").values_list("to", flat=True))


def test_new_flag_tells_duty_and_reception_never_who(ruth, unsafe):
    mails = OutgoingEmail.objects.filter(kind="booking/notice")
    assert sorted(m.to for m in mails) == ["reception@example.org", "ruth@example.org"]
    assert all("Sample" not in m.text + m.subject for m in mails)


def test_without_a_roster_the_last_resort_is_asked(settings, clock, owner):
    make_request(safe_now="no")
    assert OutgoingEmail.objects.filter(to="owner@example.org").exists()
    settings.DUTY_EMAIL = "duty@example.org"
    make_request(safe_now="no")
    assert OutgoingEmail.objects.filter(to="duty@example.org").exists()


def test_nobody_says_so_and_the_next_is_asked(ruth, ana, owner, unsafe, clock):
    hand_over(unsafe, ruth)
    assert asked_so_far() == ["ruth@example.org"]
    for minutes, expected in [(19, 1), (1, 2), (19, 2), (1, 3), (60, 3)]:
        clock.shift(timedelta(minutes=minutes))
        handovers.escalate()
        assert len(asked_so_far()) == expected
    assert asked_so_far() == ["ruth@example.org", "ana@example.org", "owner@example.org"]


def test_acknowledged_asks_nobody_else(ruth, ana, owner, unsafe, clock):
    hand_over(unsafe, ruth)
    for _ in range(2):
        handovers.acknowledge(unsafe, by=ruth)
    clock.shift(timedelta(hours=1))
    assert handovers.escalate() == 0
    assert Handover.objects.get().acknowledged_by == ruth
    assert unsafe.events.filter(transition="acknowledged").count() == 1


def test_outcome_ends_the_asking(ruth, owner, unsafe, clock):
    hand_over(unsafe, ruth)
    safety.record_outcome(unsafe, Outcome.SAFE, "Agreed", by=ruth, key=uuid.uuid4())
    clock.shift(timedelta(hours=1))
    handovers.escalate()
    assert asked_so_far() == ["ruth@example.org"]


def test_person_without_an_address_is_no_reason_for_silence(owner, unsafe):
    hand_over(unsafe, make_staff("Clinician"))
    assert asked_so_far() == ["owner@example.org"]


def test_who_takes_it_has_it(ruth, unsafe):
    hand_over(unsafe, ruth, by=ruth)
    assert Handover.objects.get().acknowledged_by == ruth


@pytest.mark.parametrize("role", ["Reception", "Sender"])
def test_only_who_can_end_it_is_asked(unsafe, role):
    with pytest.raises(NotPossibleError):
        hand_over(unsafe, make_staff(role))
    with pytest.raises((PermissionDenied, NotPossibleError)):
        handovers.acknowledge(unsafe, by=make_staff(role))


def test_later_handover_stops_the_earlier_one(ruth, ana, owner, unsafe, clock):
    hand_over(unsafe, ruth)
    clock.shift(timedelta(minutes=5))
    hand_over(unsafe, ana)
    clock.shift(timedelta(minutes=20))
    handovers.escalate()
    # Ana is second herself, so the owner is asked; Ruth's handover asks nobody.
    assert asked_so_far() == ["ruth@example.org", "ana@example.org", "owner@example.org"]


def at(hour, minute):
    return FRIDAY.replace(hour=hour, minute=minute)


@pytest.mark.parametrize(("hour", "minute", "count"), [(16, 44, 0), (16, 45, 1), (18, 0, 1)])
def test_before_closing_the_worker_hands_over(ruth, unsafe, clock, hour, minute, count):
    clock.move_to(at(hour, minute))
    handovers.hand_over_remaining()
    handovers.hand_over_remaining()
    assert Handover.objects.count() == count


def test_handed_over_in_the_morning_is_not_for_tonight(ruth, ana, unsafe, clock):
    clock.move_to(at(10, 0))
    hand_over(unsafe, ana)
    handovers.acknowledge(unsafe, by=ana)
    clock.move_to(at(16, 50))
    handovers.hand_over_remaining()
    assert Handover.objects.last().to == ruth


def test_handed_over_in_the_round_is_enough(ruth, ana, unsafe, clock):
    clock.move_to(at(16, 31))
    hand_over(unsafe, ana)
    clock.move_to(at(16, 50))
    assert handovers.hand_over_remaining() == 0


def test_close_without_anybody_on_duty_asks_the_owner(owner, unsafe, clock):
    clock.move_to(at(16, 50))
    handovers.hand_over_remaining()
    made = Handover.objects.get()
    assert (made.to, made.rank) == (None, Handover.Rank.OWNER)
    assert asked_so_far() == ["owner@example.org"]


def test_who_comes_after_closing_waits_for_the_morning(ruth, clock):
    clock.move_to(at(17, 10))
    make_request(safe_now="no")
    assert handovers.hand_over_remaining() == 0
    clock.move_to(FRIDAY + timedelta(days=3, minutes=50))
    assert handovers.hand_over_remaining() == 1


def test_no_round_while_closed_all_day(ruth, unsafe, clock):
    clock.move_to(at(16, 50) + timedelta(days=1))
    assert handovers.hand_over_remaining() == 0
