"""A fire drill: a marked request that says no, and the time until somebody acted."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from booking import erasing
from booking.desk import figures, queues
from booking.models import AppointmentRequest, Outcome, SafetyRecord
from booking.safety import actions as safety
from booking.safety import drills
from clinic.models import OutgoingEmail
from tests.booking.factories import make_staff, on_duty

pytestmark = pytest.mark.django_db


def test_drill_stands_in_the_lane_and_tells_duty_as_a_real_one_does():
    on_duty(make_staff("Clinician"), email="duty@example.org")
    owner, key = make_staff("Owner"), uuid.uuid4()
    for _ in range(2):
        appointment_request = drills.start(by=owner, key=key)
    assert [a.pk for a in queues.safety_lane()] == [appointment_request.pk]
    assert sorted(OutgoingEmail.objects.values_list("to", flat=True)) == [
        "duty@example.org",
        "reception@example.org",
    ]
    assert AppointmentRequest.objects.count() == 1


@pytest.mark.parametrize("role", ["Reception", "Lead", "Clinician"])
def test_only_the_owner_starts_one(role):
    with pytest.raises(PermissionDenied):
        drills.start(by=make_staff(role), key=uuid.uuid4())


def test_time_until_a_named_person_acted():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        appointment_request = drills.start(by=make_staff("Owner"), key=uuid.uuid4())
        assert drills.latest()[0].response_time is None
        clock.shift(timedelta(minutes=7))
        reception = make_staff("Reception")
        safety.log_try(appointment_request, "", by=reception, key=uuid.uuid4(), reached=False)
        clock.shift(timedelta(minutes=30))
        lead = make_staff("Lead")
        safety.record_outcome(appointment_request, Outcome.NOBODY, "", by=lead, key=uuid.uuid4())
    assert drills.latest()[0].response_time == timedelta(minutes=7)


def test_drill_is_in_no_figure_and_leaves_no_record():
    drills.start(by=make_staff("Owner"), key=uuid.uuid4())
    assert figures.compute_weeks(timezone.now())[0].received == 0

    erasing.erase(AppointmentRequest.objects.all())
    assert not SafetyRecord.objects.exists()
