"""Somebody who may not be safe asks: two more questions, true words, erasing that waits."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from booking.client_page import actions as client_actions
from booking.intake.forms.base import NOT_SAFE_FIELDS
from booking.intake.forms.by_phone import PHONE_FORMS
from booking.models import AppointmentRequest, ClientLink, Outcome, SafetyRecord
from booking.models.choices import Kind as RequestKind
from booking.safety import actions as safety
from clinic.models import ClinicDetails, CrisisLine, OpeningHours, OutgoingEmail
from tests.booking.factories import (
    FOR_CHILD,
    KINDS,
    RECEIVED,
    address,
    make_form,
    make_request,
    make_staff,
    on_duty,
    page_of,
    send,
)
from tests.booking.test_promise import FRIDAY_EVENING, TUESDAY, main_of
from tests.booking.yours import YOURS, enter, hidden, press, text

pytestmark = pytest.mark.django_db
ANSWERS = {"where_now": "Canary Street 3", "emergency_contact": "Canary, 0491 570 156"}
CLOSED = "We are closed. Nobody reads this before Monday 9 am. Call 000 or Lifeline 13 11 14 now."
TRY = "We try to call you today until 5 pm. Do not wait for us."
ORDINARY = (
    "We answer by",
    "We answer within",
    "A person reads it on",
    "answers you",
    "We are late",
)


@pytest.fixture
def duty():
    clinician = make_staff("Clinician")
    on_duty(clinician, email="duty@example.org")
    return clinician


def outcome(appointment_request, by):
    safety.record_outcome(
        appointment_request, Outcome.SAFE, "At her sister's", by=by, key=uuid.uuid4()
    )


def unsafe(**changes):
    return make_request(**{"safe_now": "no"} | changes)


# --- Before sending ---------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_form_says_before_sending_whether_anybody_is_here(client, duty, kind):
    with time_machine.travel(FRIDAY_EVENING):
        assert f"“I am not sure”: {CLOSED}" in main_of(client.get(address(kind)))
    with time_machine.travel(TUESDAY):
        said = main_of(client.get(address(kind)))
    assert "We try to call you today until 5 pm, if you allow calls. Do not wait for us." in said
    for question in ("Where are you now?", "Whom may we call if we are worried about you?"):
        assert question in said
    assert "Answer these only if you answered “No” or “I am not sure”." in said


def test_form_says_that_nobody_is_on_duty(client):
    with time_machine.travel(TUESDAY):
        said = main_of(client.get(address(RequestKind.NEW_CLIENT)))
    assert "Nobody is on duty for emergencies today. Do not wait for us." in said


@pytest.mark.parametrize(("answer", "hides"), [("yes", False), ("unsure", True), ("no", True)])
def test_form_shown_again_hides_the_ordinary_promise_from_who_is_not_safe(client, answer, hides):
    page = page_of(send(client, safe_now=answer, name="", **ANSWERS))
    assert ("data-if-safe hidden>We are" in page or "data-if-safe hidden>A person" in page) is hides
    for typed in ANSWERS.values():
        assert f'value="{typed}"' in page


@pytest.mark.parametrize("answer", ["no", "unsure"])
@pytest.mark.parametrize("kind", KINDS)
def test_answers_are_kept_sealed(kind, answer):
    appointment_request = make_request(kind, safe_now=answer, **ANSWERS)
    for name, typed in ANSWERS.items():
        assert appointment_request.answers.read(name) == typed
        assert b"Canary" not in bytes(getattr(appointment_request.answers, name))


@pytest.mark.parametrize("kind", KINDS)
def test_both_questions_can_be_left_out(kind):
    appointment_request = make_request(kind, safe_now="no")
    assert [appointment_request.answers.read(name) for name in NOT_SAFE_FIELDS] == ["", ""]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("typed", ["Canary", "a" * 301])
def test_who_is_safe_leaves_nothing_behind(kind, typed):
    appointment_request = make_request(kind, where_now=typed, emergency_contact=typed)
    assert [bytes(getattr(appointment_request.answers, name)) for name in NOT_SAFE_FIELDS] == [
        b"",
        b"",
    ]


@pytest.mark.parametrize("name", NOT_SAFE_FIELDS)
def test_too_long_says_so_and_keeps_all(client, name):
    response = send(client, safe_now="no", **ANSWERS | {name: "b" * 301})
    page = page_of(response)
    assert response.status_code == 422
    assert page.count("Use 300 characters or fewer; yours has 301.") == 2
    assert f'href="#id_{name}"' in page
    assert "b" * 301 in page


def test_error_summary_follows_the_page(client):
    page = page_of(send(client, safe_now="no", name="", where_now="b" * 301))
    assert page.index('href="#id_where_now"') < page.index('href="#id_name"')


def test_typed_markup_is_escaped(client):
    page = send(client, safe_now="no", name="", where_now='"><script>x</script>').content.decode()
    assert "<script>x" not in page


def test_form_by_phone_asks_both_and_keeps_them_only_if_not_safe():
    for kind, form in PHONE_FORMS.items():
        for answer, kept in (("no", True), ("yes", False)):
            data = make_form(kind, safe_now=answer, **ANSWERS)
            phone_form = form(data.data, options=data.options)
            assert phone_form.is_valid(), phone_form.errors
            assert ("where_now" in phone_form.answers()) is kept
    assert list(phone_form.fields)[:3] == ["safe_now", *NOT_SAFE_FIELDS]


def test_number_that_an_editor_changed_stands_in_the_words(client):
    CrisisLine.objects.filter(name="Lifeline").update(phone="13 00 00")
    with time_machine.travel(FRIDAY_EVENING):
        assert "Call 000 or Lifeline 13 00 00 now." in main_of(
            client.get(address(RequestKind.NEW_CLIENT))
        )


# --- After sending ----------------------------------------------------------------------


@pytest.mark.parametrize("answer", ["no", "unsure"])
@pytest.mark.parametrize(("moment", "words"), [(FRIDAY_EVENING, CLOSED), (TUESDAY, TRY)])
def test_received_says_it_above_the_reference(client, duty, moment, words, answer):
    with time_machine.travel(moment):
        send(client, safe_now=answer, may_call="on", phone="02 5550 0123")
        said = main_of(client.get(RECEIVED))
    assert said.index(words) < said.index("Your reference")
    assert not [ordinary for ordinary in ORDINARY if ordinary in said]


def test_page_says_what_holds_when_it_is_read(client, duty):
    with time_machine.travel(TUESDAY) as now:
        appointment_request = unsafe(may_call="on", phone="02 5550 0123")
        said = main_of(enter(client, appointment_request))
        assert said.index(TRY) < said.index("Your reference")
        now.move_to(FRIDAY_EVENING)
        later = main_of(enter(client, appointment_request))
    assert later.index(CLOSED) < later.index("Your reference")
    assert not [ordinary for ordinary in ORDINARY if ordinary in said + later]


def test_no_corner_of_a_page_promises_the_ordinary(client):
    """The foot of every page says within how many days we answer."""
    send(client, safe_now="no")
    asking = press(client, "withdraw", erase="on")
    again = send(client, safe_now="no", name="")
    for response in (client.get(RECEIVED), client.get(YOURS), asking, again):
        shown = text(response).replace("data-if-safe hidden", "")
        assert "We answer within" not in shown
    assert "We answer within" in text(client.get(address(RequestKind.NEW_CLIENT)))


@pytest.mark.parametrize("state", AppointmentRequest.State.values)
def test_page_in_no_state_says_that_nobody_gets_in_touch(client, state):
    appointment_request = unsafe()
    AppointmentRequest.objects.update(state=state)
    said = main_of(enter(client, appointment_request))
    for wrong in (*ORDINARY, "do not contact you", "need not do anything"):
        assert wrong not in said
    assert "may still try to reach you" in said


def test_who_asked_for_somebody_else_reads_so(client):
    said = main_of(enter(client, unsafe(**FOR_CHILD)))
    assert "You told us that the person you ask for may not be safe." in said


def test_who_was_flagged_by_staff_did_not_tell_us(client):
    appointment_request = make_request()
    safety.flag(appointment_request, 1, "", by=make_staff("Reception"), key=uuid.uuid4())
    said = main_of(enter(client, appointment_request))
    assert "We are worried that you may not be safe." in said
    assert "told us" not in said


def test_outcome_brings_the_ordinary_words_back(client, duty):
    send(client, safe_now="no")
    appointment_request = AppointmentRequest.objects.get()
    outcome(appointment_request, duty)
    for page in (client.get(RECEIVED), client.get(YOURS)):
        said = main_of(page)
        assert "We answer by" in said
        assert "may not be safe" not in said
        assert "Please do not wait" not in said


def receipt_of(sent):
    mail = next(m for m in sent if m.to == ["client@example.org"])
    return mail.body, mail.alternatives[0][0]


@pytest.mark.parametrize("moment", [FRIDAY_EVENING, TUESDAY])
def test_neutral_receipt_says_so_and_gives_nothing_away(outbox_sent, duty, moment):
    with time_machine.travel(moment):
        unsafe()
        mails = receipt_of(outbox_sent())
    for said in mails:
        assert said.index("Please do not wait for us.") < said.index("Your reference")
        for telling in (*ORDINARY, "safe", "13 11 14", "000", "appointment", "emergenc"):
            assert telling not in said.split("<body>")[-1].replace("/appointments/", "/")
    known = "Nobody reads messages before Monday 9 am." if moment == FRIDAY_EVENING else "today"
    assert all(known in said for said in mails)


@pytest.mark.parametrize("door", ["open", "waitlist"])
def test_plain_receipt_names_the_lines(outbox_sent, duty, door):
    ClinicDetails.objects.update(new_clients=door)
    with time_machine.travel(FRIDAY_EVENING):
        unsafe(plain_mails="on")
        mails = receipt_of(outbox_sent())
    for said in mails:
        assert "Call 000 or Lifeline 13 11 14 now." in said
        assert said.index("Nobody reads this before Monday 9 am.") < said.index("Your reference")
        assert not [ordinary for ordinary in (*ORDINARY, "place is free") if ordinary in said]


def test_receipt_of_who_is_safe_is_as_it_was(outbox_sent):
    make_request()
    for said in receipt_of(outbox_sent()):
        assert "We answer by" in said
        assert "do not wait" not in said


def test_drill_has_no_page_for_clients(client):
    appointment_request = unsafe()
    send(client)
    mine = AppointmentRequest.objects.order_by("created_at").last()
    AppointmentRequest.objects.update(is_drill=True)
    assert mine.reference not in page_of(client.get(RECEIVED))
    assert mine.reference not in text(client.get(YOURS))
    assert (
        client.get(f"/appointments/r/{ClientLink.make(appointment_request)[1]}/").status_code == 404
    )


def test_hours_that_are_not_known_promise_nothing(client):
    OpeningHours.objects.all().delete()
    said = main_of(enter(client, unsafe()))
    assert "We do not read requests at all hours. Call 000 or Lifeline 13 11 14 now." in said


# --- Withdrawing and erasing ------------------------------------------------------------


def test_withdrawn_page_says_that_somebody_may_still_try(client):
    appointment_request = unsafe()
    said = main_of(enter(client, appointment_request))
    assert "We stop here and do not contact you" not in said
    press(client, "withdraw")
    said = main_of(client.get(YOURS))
    assert "We have taken it back." in said
    assert (
        "You told us that you may not be safe, so somebody here may still try to reach you." in said
    )
    assert AppointmentRequest.objects.get().needs_safety_outcome


def erase_by_link(client):
    asking = text(press(client, "withdraw", erase="on"))
    return asking, client.post(f"{YOURS}erase/", {"about": hidden(asking, "erase")})


def test_erasing_waits_and_says_so_kindly(client):
    appointment_request = unsafe(reason="Canary story")
    enter(client, appointment_request)
    asking, response = erase_by_link(client)
    said = main_of(client.get(response["Location"]))
    assert "Withdraw, and erase later" in asking
    assert "erased as soon as somebody here has made sure that you are safe" in asking
    assert "it may be somebody else who has your link" in asking
    assert "a record without words that something was done" in asking
    assert "Erase everything now" not in asking
    assert "You asked us to erase everything on " in said
    assert "Erase everything I wrote" not in said
    assert AppointmentRequest.objects.get() == appointment_request


def test_erasing_later_happens_after_the_outcome(client, duty):
    appointment_request = unsafe(reason="Canary story", **ANSWERS)
    with time_machine.travel(timezone.now(), tick=False) as now:
        enter(client, appointment_request)
        _, response = erase_by_link(client)
        client.get(response["Location"])
        assert safety.erase_requested() == 0
        outcome(appointment_request, duty)
        now.shift(timedelta(minutes=3))
        assert safety.erase_requested() == 1
        assert "does not open anything" in text(client.get(YOURS))
    columns = {f.name for f in SafetyRecord._meta.concrete_fields}
    assert columns == {
        "id", "reference", "safety_level", "received_at", "outcome", "outcome_at", "outcome_by",
        "erased_at",
    }  # fmt: skip
    assert not AppointmentRequest.objects.exists()


@pytest.mark.parametrize("already", [False, True])
def test_pressed_twice_is_one_wish_and_one_notice(client, duty, settings, already):
    enter(client, unsafe())
    if already:
        press(client, "withdraw")
    about = (
        hidden(text(press(client, "withdraw", erase="on")), "erase")
        if not already
        else hidden(text(client.get(YOURS)), "erase")
    )
    OutgoingEmail.objects.all().delete()
    for _ in range(2):
        assert client.post(f"{YOURS}erase/", {"about": about}).status_code == 302
    appointment_request = AppointmentRequest.objects.get()
    assert appointment_request.events.filter(kind="erase").count() == 1
    notices = OutgoingEmail.objects.filter(kind="booking/notice")
    assert sorted(notices.values_list("to", flat=True)) == [
        "duty@example.org", settings.RECEPTION_EMAIL,
    ]  # fmt: skip
    wanted = "The person has asked for erasing; it waits for the safety outcome: request "
    assert {n.subject for n in notices} == {wanted + appointment_request.reference}


@pytest.mark.parametrize("ending", ["withdraw", "erase"])
def test_duty_hears_urgently_and_neutrally_of_a_withdrawal(duty, ending):
    appointment_request = unsafe(name="Canary", reason="Canary")
    OutgoingEmail.objects.all().delete()
    client_actions.withdraw(appointment_request.links.get(), and_erase=ending == "erase")
    notice = OutgoingEmail.objects.get(to="duty@example.org")
    assert notice.priority
    assert "Please read it before all others." in notice.text
    assert "Please read it before all others." in notice.html
    assert "anary" not in f"{notice.subject} {notice.text} {notice.html}"


def test_notice_of_a_flag_says_read_now(duty):
    appointment_request = make_request()
    OutgoingEmail.objects.all().delete()
    safety.flag(appointment_request, 2, "Canary", by=make_staff("Reception"), key=uuid.uuid4())
    notice = OutgoingEmail.objects.get(to="duty@example.org")
    assert notice.subject == f"Please read now: request {appointment_request.reference}"
    for said in (notice.text, notice.html):
        assert "A request needs to be read now" in said
        assert "A new request" not in said


def test_calm_person_still_erases_at_once(client):
    enter(client, make_request())
    asking, response = erase_by_link(client)
    assert "Erase everything now" in asking
    assert "everything you wrote is erased" in text(client.get(response["Location"]))
    assert not SafetyRecord.objects.exists()
