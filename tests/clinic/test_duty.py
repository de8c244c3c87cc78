"""Who is on duty: a person with a name, on a weekday or between two dates."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from clinic import duty
from clinic.models import ClinicDetails, DutyTurn
from tests.booking.factories import make_staff, on_duty

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 30)


def test_nobody_is_on_duty_without_a_roster():
    assert duty.on(MONDAY) == (None, None)


def test_first_and_second_of_a_weekday():
    ruth, ana = make_staff("Clinician"), make_staff("Lead")
    on_duty(ruth, day=0)
    on_duty(ana, day=0, rank=2)
    today = duty.on(MONDAY)
    assert (today.first.person, today.second.person) == (ruth, ana)
    assert duty.on(MONDAY + timedelta(days=1)) == (None, None)


def test_line_with_dates_comes_first_and_only_between_them():
    ruth, ana = make_staff("Clinician"), make_staff("Clinician")
    on_duty(ruth)
    on_duty(ana, first_day=MONDAY, last_day=MONDAY)
    assert duty.on(MONDAY).first.person == ana
    assert duty.on(MONDAY + timedelta(days=7)).first.person == ruth


def test_who_has_left_is_not_on_duty():
    ruth = make_staff("Clinician")
    on_duty(ruth)
    ruth.is_active = False
    ruth.save()
    assert duty.on(MONDAY).first is None


@pytest.mark.parametrize(
    ("role", "ok"), [("Clinician", True), ("Lead", True), ("Reception", False)]
)
def test_roster_takes_who_can_record_an_outcome(role, ok):
    turn = DutyTurn(clinic=ClinicDetails.load(), person=make_staff(role), day=0, phone="1")
    if ok:
        turn.full_clean()
        return
    with pytest.raises(ValidationError, match="cannot record an outcome"):
        turn.full_clean()


def test_database_refuses_a_turn_that_ends_before_it_begins():
    with pytest.raises(IntegrityError), transaction.atomic():
        on_duty(make_staff("Lead"), first_day=MONDAY, last_day=MONDAY - timedelta(days=1))


@pytest.mark.parametrize("own", ["", "roster@example.org"])
def test_address_is_the_rosters_or_the_log_ins(own):
    ruth = make_staff("Clinician")
    ruth.email = "ruth@example.org"
    ruth.save()
    turn = on_duty(ruth, email=own)[0]
    assert turn.address == (own or "ruth@example.org")
