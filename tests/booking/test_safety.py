"""Somebody who may not be safe stays on the desk until an outcome is recorded."""

import uuid
from datetime import timedelta
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.utils import timezone

from booking import actions
from booking.client_page import actions as client_actions
from booking.desk import actions as desk_actions
from booking.desk import queues
from booking.errors import MissingDetailError, NotPossibleError
from booking.models import (
    Appointment,
    AppointmentRequest,
    ClientLink,
    Outcome,
    SafetyRecord,
    SafetyStep,
)
from booking.safety import actions as safety
from booking.transitions import Details
from clinic.models import OutgoingEmail
from tests.booking.factories import make_request, make_staff, on_duty

pytestmark = pytest.mark.django_db
WORDS = "canary-in-words"


@pytest.fixture
def lead():
    return make_staff("Lead")


@pytest.fixture
def unsafe():
    return make_request(safe_now="no")


def fresh(appointment_request):
    return AppointmentRequest.objects.get(pk=appointment_request.pk)


def in_lane(appointment_request):
    return appointment_request.pk in [found.pk for found in queues.safety_lane()]


def outcome(appointment_request, by, which=Outcome.SAFE, text="Rings her sister tonight", key=None):
    return safety.record_outcome(appointment_request, which, text, by=by, key=key or uuid.uuid4())


EVENTS = {
    "take": ([], Details()),
    "await_client": (["take"], Details(note="Rang")),
    "waitlist": (["take"], Details()),
    "decline": (["take"], Details(text="Ask there")),
    "book": (["take"], None),
    "withdraw": ([], Details()),
    "mark_spam": ([], Details()),
    "mark_duplicate": ([], None),
}


@pytest.mark.parametrize("event", EVENTS)
def test_no_state_takes_anybody_off_the_lane(unsafe, lead, event):
    before, details = EVENTS[event]
    if event == "book":
        soon = timezone.now() + timedelta(days=3)
        details = Details(appointment=Appointment(starts_at=soon, format="phone"))
    if event == "mark_duplicate":
        details = Details(duplicate_of=make_request())
    for number, name in enumerate([*before, event], 1):
        which = details if name == event else Details()
        actions.move(unsafe, name, by=lead, seen_version=number, details=which)
    assert in_lane(unsafe)
    outcome(unsafe, lead)
    assert not in_lane(unsafe)


@pytest.mark.parametrize(
    "action",
    [desk_actions.put_on_hold, desk_actions.set_follow_up, desk_actions.resolve_mail_problem],
)
def test_nothing_beside_the_states_takes_anybody_off(unsafe, lead, action):
    more = {"on": None} if action is desk_actions.set_follow_up else {}
    action(unsafe, by=lead, seen_version=1, **more)
    assert in_lane(unsafe)


def test_not_safe_is_above_not_sure_and_unknown_counts_as_not_safe():
    unsure, safe = make_request(safe_now="unsure"), make_request()
    unsafe, unknown = make_request(safe_now="no"), make_request(safe_now="unsure")
    AppointmentRequest.objects.filter(pk=unknown.pk).update(safety_level=None)
    lane = queues.safety_lane()
    assert [a.pk for a in lane] == [unsafe.pk, unknown.pk, unsure.pk]
    assert [a.safety_word for a in lane] == ["Not safe", "Not safe", "Not sure"]
    assert fresh(safe).safety_level == 0


@pytest.mark.parametrize("role", ["Reception", "Sender"])
def test_only_a_clinician_or_the_lead_records_an_outcome(unsafe, role):
    with pytest.raises(PermissionDenied):
        outcome(unsafe, make_staff(role))
    assert in_lane(unsafe)
    outcome(unsafe, make_staff("Clinician"))
    assert not in_lane(unsafe)


@pytest.mark.parametrize("which", [Outcome.SAFE, Outcome.EMERGENCY, Outcome.CLINICIAN])
def test_outcome_needs_words(unsafe, lead, which):
    with pytest.raises(MissingDetailError):
        outcome(unsafe, lead, which, "  ")


@pytest.mark.parametrize("which", [Outcome.NOBODY, Outcome.REVIEWED, "could_not_reach", ""])
def test_what_is_no_outcome_is_refused(unsafe, lead, which):
    with pytest.raises(NotPossibleError):
        outcome(unsafe, lead, which)


def test_nobody_real_is_an_outcome_of_spam(unsafe, lead):
    actions.move(unsafe, "mark_spam", by=lead, seen_version=1)
    outcome(unsafe, lead, Outcome.NOBODY, "")
    assert not in_lane(unsafe)


def test_same_press_twice_is_one_step_with_one_event(unsafe, lead):
    key = uuid.uuid4()
    for _ in range(2):
        safety.log_try(unsafe, WORDS, by=lead, key=key, reached=False)
    step = SafetyStep.objects.get()
    assert step.read() == WORDS
    assert WORDS.encode() not in bytes(step.text)
    event = unsafe.events.get(kind="safety")
    assert (event.transition, event.note) == ("no_answer", "")


def test_key_of_somebody_else_is_refused(unsafe, lead):
    key = uuid.uuid4()
    safety.log_try(unsafe, WORDS, by=lead, key=key, reached=False)
    with pytest.raises(PermissionDenied):
        safety.log_try(make_request(safe_now="no"), "x", by=lead, key=key, reached=False)


@pytest.mark.parametrize("reached", [True, False])
def test_having_spoken_is_an_answer_and_no_answer_is_none(unsafe, lead, reached):
    safety.log_try(unsafe, "", by=lead, key=uuid.uuid4(), reached=reached)
    assert bool(fresh(unsafe).answered_at) is reached
    assert in_lane(unsafe)


def test_clinician_sets_a_contact_rule_aside_with_a_reason(unsafe):
    key = uuid.uuid4
    with pytest.raises(PermissionDenied):
        safety.record_rule_exception(unsafe, "why", by=make_staff("Reception"), key=key())
    clinician = make_staff("Clinician")
    with pytest.raises(MissingDetailError):
        safety.record_rule_exception(unsafe, " ", by=clinician, key=key())
    safety.record_rule_exception(unsafe, "In danger, allowed mail only", by=clinician, key=key())
    assert SafetyStep.objects.get().kind == "exception"


def test_staff_flag_whom_they_worry_about(lead):
    appointment_request = make_request()
    duty = make_staff("Clinician")
    on_duty(duty, email="duty@example.org")
    safety.flag(
        appointment_request, 1, "Sounded hopeless", by=make_staff("Reception"), key=uuid.uuid4()
    )
    assert in_lane(appointment_request)
    assert OutgoingEmail.objects.filter(to="duty@example.org").exists()
    with pytest.raises(NotPossibleError):
        safety.flag(appointment_request, 1, "", by=lead, key=uuid.uuid4())
    safety.flag(appointment_request, 2, "", by=lead, key=uuid.uuid4())
    outcome(appointment_request, lead)
    safety.flag(appointment_request, 2, "Again", by=lead, key=uuid.uuid4())
    assert in_lane(appointment_request)


@pytest.mark.parametrize("event", ["mark_spam", "waitlist"])
def test_bulk_puts_nobody_aside(unsafe, lead, event):
    calm = make_request()
    if event == "waitlist":
        for appointment_request in (unsafe, calm):
            actions.move(appointment_request, "take", by=lead, seen_version=1)
    seen = [(a, fresh(a).version) for a in (unsafe, calm)]
    in_bulk = Details(in_bulk=True)

    def action(appointment_request, *, seen_version):
        return actions.move(
            appointment_request, event, by=lead, seen_version=seen_version, details=in_bulk
        )

    done, left = desk_actions.apply_to_many(seen, action)
    assert ([a.pk for a in done], [a.pk for a in left]) == ([calm.pk], [unsafe.pk])


def test_withdrawing_leaves_the_flag_and_erasing_waits_for_the_outcome(unsafe, lead):
    link, _ = ClientLink.make(unsafe)
    assert client_actions.withdraw(link, and_erase=True) is False
    assert client_actions.withdraw(link, and_erase=True) is False
    assert in_lane(unsafe)
    assert unsafe.events.filter(kind="erase").count() == 1
    safety.erase_requested()
    with time_machine.travel(timezone.now(), tick=False) as now:
        outcome(unsafe, lead, text=WORDS)
        assert safety.erase_requested() == 0
        now.shift(timedelta(minutes=3))
        assert safety.erase_requested() == 1
    assert not AppointmentRequest.objects.filter(pk=unsafe.pk).exists()
    record = SafetyRecord.objects.get()
    assert (record.reference, record.outcome) == (unsafe.reference, "safe")


def test_flag_raised_again_stops_the_erasing(unsafe, lead):
    link, _ = ClientLink.make(unsafe)
    client_actions.withdraw(link, and_erase=True)
    outcome(unsafe, lead)
    safety.flag(unsafe, 2, "Rang in tears", by=lead, key=uuid.uuid4())
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert safety.erase_requested() == 0
    assert in_lane(unsafe)


@pytest.mark.parametrize("before", ["2026-01-01", "2090-01-01"])
def test_erasing_by_age_never_takes_who_waits_or_has_a_time_to_come(lead, before, capsys):
    booked, waiting, old = make_request(), make_request(safe_now="unsure"), make_request()
    actions.move(booked, "take", by=lead, seen_version=1)
    soon = Appointment(starts_at=timezone.now() + timedelta(days=3), format="phone")
    actions.move(booked, "book", by=lead, seen_version=2, details=Details(appointment=soon))
    for appointment_request in (waiting, old):
        actions.move(appointment_request, "withdraw", by=lead, seen_version=1)
    AppointmentRequest.objects.update(created_at=timezone.now() - timedelta(days=1000))
    call_command("erase_requests", f"--before={before}")
    left = set(AppointmentRequest.objects.values_list("pk", flat=True))
    assert {booked.pk, waiting.pk} <= left
    assert old.pk not in left


def test_erasing_one_by_reference_waits_for_the_outcome_too(unsafe):
    with pytest.raises(CommandError, match="records an outcome first"):
        call_command("erase_requests", f"--reference={unsafe.reference}")


def test_last_appointment_counts_and_not_the_day_a_request_came_in(lead):
    appointment_request = make_request()
    actions.move(appointment_request, "take", by=lead, seen_version=1)
    AppointmentRequest.objects.update(created_at=timezone.now() - timedelta(days=1000))
    later = Appointment(starts_at=timezone.now() - timedelta(days=30), format="phone")
    actions.move(
        appointment_request, "book", by=lead, seen_version=2, details=Details(appointment=later)
    )
    old = (timezone.localdate() - timedelta(days=60)).isoformat()
    call_command("erase_requests", f"--before={old}")
    assert AppointmentRequest.objects.filter(pk=appointment_request.pk).exists()


def test_upgrade_leaves_ended_cases_to_the_lead_and_open_ones_on_the_lane():
    ended, waiting, calm = (make_request(safe_now=answer) for answer in ("no", "unsure", "yes"))
    AppointmentRequest.objects.filter(pk__in=[ended.pk, calm.pk]).update(state="withdrawn")
    migration = import_module("booking.migrations.0007_safety_until_an_outcome")
    migration.leave_to_the_lead(apps, None)
    assert list(AppointmentRequest.objects.awaiting_safety_review()) == [ended]
    assert [a.pk for a in queues.safety_lane()] == [waiting.pk]


def test_past_cases_go_once_to_the_lead(lead):
    appointment_request = make_request(safe_now="no")
    AppointmentRequest.objects.filter(pk=appointment_request.pk).update(
        safety_legacy=True, state="withdrawn"
    )
    assert not in_lane(appointment_request)
    review = AppointmentRequest.objects.awaiting_safety_review()
    assert list(review) == [appointment_request]
    outcome(appointment_request, lead, Outcome.REVIEWED, "")
    assert not review.all().exists()
