"""What staff do about somebody who may not be safe."""

import uuid

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from booking.models import AppointmentRequest, Handover, SafetyStep
from clinic.models import AccessLog
from tests.booking.desk.safety import (
    client_of,
    end,
    hand_to,
    legacy,
    not_safe,
    press,
    try_once,
)
from tests.booking.desk.screens import at, take, text_of
from tests.booking.factories import make_clinician, make_request, make_staff

pytestmark = pytest.mark.django_db

STEPS = {
    "try": {"came": "no_answer"},
    "have": {},
    "outcome": {"outcome": "safe", "text": "Agreed"},
    "rule": {"text": "A serious threat"},
    "flag": {"level": "2"},
}
MAY_END = {"have", "outcome", "rule"}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("role", ["Reception", "Lead", "Clinician", "Owner", "Sender"])
def test_who_may_do_what(role, step):
    client, _ = client_of(role)
    appointment_request = make_request(safe_now="unsure")
    may = role != "Sender" and (role in ("Lead", "Clinician") or step not in MAY_END)
    assert press(client, appointment_request, step, **STEPS[step]).status_code == (
        302 if may else 403
    )
    assert SafetyStep.objects.exists() == (may and step != "have")


@pytest.mark.parametrize("role", ["Lead", "Clinician"])
def test_owner_who_is_one_of_them_has_both_roles(role):
    client, owner = client_of("Owner")
    owner.groups.add(Group.objects.get(name=role))
    appointment_request = not_safe()
    assert "Clinician or lead only" not in text_of(client.get(at(appointment_request)))
    assert end(client, appointment_request).status_code == 302


def test_owner_reads_whose_the_outcome_is():
    client, _ = client_of("Owner")
    page = text_of(client.get(at(not_safe())))
    assert "Clinician or lead only" in page
    assert "Record outcome" not in page
    assert "I have it</button>" not in page


@pytest.mark.parametrize("step", STEPS)
def test_reading_an_address_of_a_step_does_nothing(client, reception, step):
    assert client.get(at(not_safe(), f"safety_{step}")).status_code == 405


@pytest.mark.parametrize("step", ["try", "outcome", "rule", "flag"])
def test_pressed_twice_is_once(step):
    client, _ = client_of("Lead")
    appointment_request, key = make_request(safe_now="unsure"), uuid.uuid4()
    for _ in range(2):
        assert press(client, appointment_request, step, key, **STEPS[step]).status_code == 302
    assert SafetyStep.objects.count() == 1


def test_outcome_pressed_twice_by_who_sees_it_no_more_is_once():
    client, _ = client_of("Clinician")
    appointment_request, key = not_safe(), uuid.uuid4()
    found = [end(client, appointment_request, key) for _ in range(2)]
    assert [r["Location"] for r in found] == ["/admin/", "/admin/"]
    assert client.get(at(appointment_request)).status_code == 403


def test_key_of_another_form_is_refused(client, reception):
    key = uuid.uuid4()
    try_once(client, not_safe(), key)
    assert try_once(client, not_safe(), key).status_code == 403
    other, _ = client_of("Reception")
    assert SafetyStep.objects.count() == 1
    first = SafetyStep.objects.get().appointment_request
    assert try_once(other, first, key).status_code == 403


@pytest.mark.parametrize("key", ["x", "9" * 40])
def test_form_without_its_key_is_refused(client, reception, key):
    assert try_once(client, not_safe(), key).status_code == 400


def test_handing_over_is_once_and_asks_by_mail(client, reception, outbox_sent):
    clinician, appointment_request, key = make_staff("Clinician"), not_safe(), uuid.uuid4()
    clinician.email = "c@example.org"
    clinician.save()
    for _ in range(2):
        hand_to(client, appointment_request, clinician, key, text="Flatmates must not hear")
    held = Handover.objects.get()
    assert (held.to, held.by, held.read()) == (clinician, reception, "Flatmates must not hear")
    assert "c@example.org" in [to for mail in outbox_sent() for to in mail.to]


@pytest.mark.parametrize("role", ["Reception", "Sender", ""])
def test_handing_over_goes_to_whoever_can_end_it_only(client, reception, role):
    appointment_request, to = not_safe(), make_staff(role).pk if role else ""
    response = press(client, appointment_request, "hand_over", to=to, text="Sister at work")
    assert response.status_code == 422
    assert "Sister at work" in text_of(response)
    assert not Handover.objects.exists()


def test_i_have_it_is_said_once():
    reception, _ = client_of("Reception")
    client, clinician = client_of("Clinician")
    appointment_request = not_safe()
    hand_to(reception, appointment_request, clinician)
    for _ in range(2):
        assert press(client, appointment_request, "have").status_code == 302
    assert Handover.objects.get().acknowledged_by == clinician
    assert appointment_request.events.filter(transition="acknowledged").count() == 1


def test_whoever_nobody_asked_takes_it():
    client, clinician = client_of("Clinician")
    appointment_request = not_safe()
    for _ in range(2):
        press(client, appointment_request, "have")
    held = Handover.objects.get()
    assert (held.to, held.acknowledged_by) == (clinician, clinician)


def test_spoken_with_them_is_an_answer(client, reception):
    appointment_request = not_safe()
    try_once(client, appointment_request, came="spoke")
    appointment_request.refresh_from_db()
    assert appointment_request.answered_at is not None
    assert appointment_request.needs_safety_outcome


@pytest.mark.parametrize(
    ("step", "form", "words"),
    [
        ("try", {"came": ""}, "Choose one of the two buttons"),
        ("outcome", {"outcome": "", "text": "Canary"}, "Choose how it ended."),
        ("outcome", {"outcome": "nobody", "text": "Canary"}, "Canary"),
        ("outcome", {"outcome": "safe", "text": " "}, "Write down what was agreed"),
        ("rule", {"text": ""}, "Write down why."),
        ("flag", {"level": "0", "text": "Canary"}, "Canary"),
        ("flag", {"text": "Canary"}, "Choose one of the two."),
    ],
)
def test_bad_form_comes_back_with_its_words(step, form, words):
    client, _ = client_of("Lead")
    appointment_request = make_request(safe_now="unsure")
    response = press(client, appointment_request, step, **form)
    assert response.status_code == 422
    assert words in text_of(response)
    assert not SafetyStep.objects.exists()


@pytest.mark.parametrize("role", ["Lead", "Clinician"])
def test_outcome_meanwhile_is_said_beside_what_was_typed(role):
    lead, who = client_of("Lead")
    client, _ = client_of(role)
    appointment_request = not_safe()
    end(lead, appointment_request)
    response = end(client, appointment_request, text="My own words")
    page = text_of(response)
    assert response.status_code == 409
    assert f"recorded meanwhile by {who.username}" in page
    assert "My own words" in page
    assert appointment_request.name not in page


def test_bad_form_shows_nothing_to_who_may_see_it_no_more():
    lead, _ = client_of("Lead")
    client, _ = client_of("Clinician")
    appointment_request = not_safe()
    end(lead, appointment_request)
    page = text_of(end(client, appointment_request, outcome=""))
    assert appointment_request.name not in page


def test_outcome_lets_waiting_erasing_go_on():
    client, _ = client_of("Lead")
    appointment_request = not_safe()
    AppointmentRequest.objects.filter(pk=appointment_request.pk).update(
        erase_wanted_at=timezone.now()
    )
    assert "waits for the outcome" in text_of(client.get(at(appointment_request)))
    end(client, appointment_request)
    appointment_request.refresh_from_db()
    assert appointment_request.safety_outcome_at is not None


@pytest.mark.parametrize("role", ["Reception", "Lead"])
def test_somebody_may_not_be_safe_after_all(role):
    client, _ = client_of(role)
    appointment_request = make_request()
    assert "Somebody may not be safe" in text_of(client.get(at(appointment_request)))
    press(client, appointment_request, "flag", level="1", text="Said so on the phone")
    appointment_request.refresh_from_db()
    assert (appointment_request.needs_safety_outcome, appointment_request.safety_word) == (
        True,
        "Not sure",
    )
    assert press(client, appointment_request, "flag", level="1").status_code == 409
    press(client, appointment_request, "flag", level="2")
    appointment_request.refresh_from_db()
    assert appointment_request.safety_word == "Not safe"


def test_legacy_is_looked_at_once():
    client, _ = client_of("Lead")
    appointment_request = legacy()
    assert "Looked at: nothing left to do" in text_of(client.get(at(appointment_request)))
    press(client, appointment_request, "outcome", outcome="reviewed")
    appointment_request.refresh_from_db()
    assert not appointment_request.awaits_outcome
    assert SafetyStep.objects.get().outcome == "reviewed"


def test_legacy_comes_into_the_lane_by_a_press():
    client, _ = client_of("Lead")
    appointment_request = legacy()
    press(client, appointment_request, "flag", level="2")
    appointment_request.refresh_from_db()
    assert appointment_request.needs_safety_outcome


# --- Who may see


def test_clinician_opens_whoever_has_no_outcome_and_answers_nobody():
    client, clinician = client_of("Clinician")
    appointment_request = not_safe()
    assert client.get(at(appointment_request)).status_code == 200
    assert AccessLog.objects.filter(
        act="saw", about=appointment_request.about, actor=clinician
    ).exists()
    assert take(client, appointment_request).status_code == 403
    assert client.get(at(appointment_request, "reply")).status_code == 403
    assert client.get(at(make_request())).status_code == 403


def test_clinician_reads_what_names_them_after_the_outcome_too():
    client, clinician = client_of("Clinician")
    appointment_request = not_safe(clinician=make_clinician(clinician).slug)
    assert end(client, appointment_request)["Location"] == at(appointment_request)
    assert "Safety: what was done" in text_of(client.get(at(appointment_request)))
