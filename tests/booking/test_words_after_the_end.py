"""Clients who may not be safe can add text in every state until there is an outcome."""

import uuid

import pytest

from booking.client_page import actions as client_actions
from booking.client_page import new_links
from booking.desk import queues
from booking.errors import NotPossibleError
from booking.models import AppointmentRequest, ClientLink, LinkWanted, Outcome, State
from booking.safety.actions import record_outcome
from clinic.models import OutgoingEmail
from tests.booking.factories import make_request, make_staff
from tests.booking.yours import YOURS, enter, press, text

pytestmark = pytest.mark.django_db
ENDED = [State.BOOKED, State.DECLINED, State.WITHDRAWN, State.LAPSED, State.DUPLICATE, State.SPAM]
IN_EACH_STATE = pytest.mark.parametrize("state", State)
UNSAFE = pytest.mark.parametrize("safe", ["no", "unsure"])


def in_state(state, safe="no", **columns):
    appointment_request = make_request(safe_now=safe)
    AppointmentRequest.objects.filter(pk=appointment_request.pk).update(state=state, **columns)
    appointment_request.refresh_from_db()
    return appointment_request


def link_to(appointment_request):
    return ClientLink.make(appointment_request)[0]


@UNSAFE
@IN_EACH_STATE
def test_they_add_a_word_and_the_desk_sees_it(client, state, safe):
    appointment_request = in_state(state, safe)
    enter(client, appointment_request)
    answer = press(client, "add", words="I am at the station")
    assert answer["Location"] == YOURS
    assert "We have it." in text(client.get(YOURS))
    appointment_request.refresh_from_db()
    assert appointment_request.added_words.get().read() == "I am at the station"
    assert queues.safety_lane()[0].client_wrote_at


@UNSAFE
@IN_EACH_STATE
def test_they_correct_how_they_are_reached(client, state, safe):
    appointment_request = in_state(state, safe)
    enter(client, appointment_request)
    assert press(client, "correct", phone="0491 570 156")["Location"] == YOURS
    appointment_request.refresh_from_db()
    assert appointment_request.phone_normalised == "+61491570156"
    assert appointment_request.state == (
        state if state != State.WAITING_FOR_CLIENT else appointment_request.state
    )


@pytest.mark.parametrize("state", ENDED)
def test_other_address_gets_a_link_and_no_receipt(state):
    appointment_request = in_state(state)
    client_actions.correct(link_to(appointment_request), {"email": "right@example.org"})
    mail = OutgoingEmail.objects.get(to="right@example.org")
    assert mail.kind == "booking/links"


@pytest.mark.parametrize("state", ENDED)
def test_they_get_a_new_link(state):
    appointment_request = in_state(state)
    LinkWanted.objects.create(email=appointment_request.email)
    new_links.send_links()
    assert OutgoingEmail.objects.filter(kind="booking/links", to=appointment_request.email).exists()


@pytest.mark.parametrize("state", ENDED)
def test_what_ended_before_outcomes_takes_words_too(state):
    appointment_request = in_state(state, safety_legacy=True)
    client_actions.add_word(link_to(appointment_request), "Not well", key=uuid.uuid4())
    marked = AppointmentRequest.objects.filter(queues.unresolved("client_wrote_at"))
    assert list(marked) == [appointment_request]


@pytest.mark.parametrize("state", ENDED)
@pytest.mark.parametrize("safe", ["no", "yes"])
def test_after_an_outcome_an_ended_request_takes_none(client, state, safe):
    appointment_request = in_state(state, safe)
    if appointment_request.safety_flag:
        lead = make_staff("Lead")
        record_outcome(appointment_request, Outcome.SAFE, "Agreed", by=lead, key=uuid.uuid4())
    with pytest.raises(NotPossibleError):
        client_actions.add_word(link_to(appointment_request), "More", key=uuid.uuid4())
    with pytest.raises(NotPossibleError):
        client_actions.correct(link_to(appointment_request), {"phone": "0491 570 156"})
    enter(client, appointment_request)
    page = text(client.get(YOURS))
    assert "Add a word" not in page
    assert "How we reach you" not in page


@pytest.mark.parametrize("state", ENDED)
def test_what_has_ended_cannot_be_withdrawn(client, state):
    enter(client, in_state(state))
    assert "Withdraw your request" not in text(client.get(YOURS))
