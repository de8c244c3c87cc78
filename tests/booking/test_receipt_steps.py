"""“What happens next” promises no call to somebody who may not be safe."""

from datetime import timedelta

import pytest
import time_machine

from clinic.models import ClinicDetails, OpeningHours
from tests.booking.factories import RECEIVED, make_staff, on_duty, send
from tests.booking.test_promise import FRIDAY_EVENING, TUESDAY, main_of

pytestmark = pytest.mark.django_db
CLOSED = "We are closed. Nobody reads this before Monday 9 am."
NOBODY = "Nobody is on duty for emergencies today. Do not wait for us."
CALL = "Call 000 or Lifeline 13 11 14 now."


def steps_of(client):
    said = main_of(client.get(RECEIVED))
    return said.split("What happens next", 1)[1].split("Is this your email address?", 1)[0]


@pytest.mark.parametrize("answer", ["no", "unsure"])
@pytest.mark.parametrize("door", ["open", "waitlist"])
@pytest.mark.parametrize(("moment", "words"), [(FRIDAY_EVENING, CLOSED), (TUESDAY, NOBODY)])
def test_steps_say_what_holds_while_nobody_is_on_duty(client, answer, door, moment, words):
    ClinicDetails.objects.update(new_clients=door)
    with time_machine.travel(moment):
        send(client, safe_now=answer, may_call="on", phone="02 5550 0123")
        said = steps_of(client)
    assert f"{words} {CALL}" in said
    assert not [promise for promise in ("tries to", "try to", "call you") if promise in said]


def test_steps_without_known_hours_promise_nothing(client):
    OpeningHours.objects.all().delete()
    send(client, safe_now="no")
    said = steps_of(client)
    assert f"We do not read requests at all hours. {CALL}" in said
    assert "tries to" not in said


def test_steps_follow_the_moment_at_which_they_are_read(client):
    on_duty(make_staff("Clinician"))
    with time_machine.travel("2026-11-24T05:25Z") as now:  # a Tuesday, 4:25 pm
        send(client, safe_now="no", may_call="on", phone="02 5550 0123")
        assert "We try to call you today until 5 pm. Do not wait for us." in steps_of(client)
        now.shift(timedelta(minutes=25))
        later = steps_of(client)
    assert "We close at 5 pm and may not read this before Wednesday 9 am." in later
    assert "try to" not in later
