"""Availability of the forms: shown before sending, stored with the request, shown afterwards."""

import pytest

from booking.intake.forms.availability import STILL_ON_PAGE
from booking.models import AppointmentRequest
from booking.models.choices import Kind as RequestKind
from clinic import offerings
from clinic.models import AssessmentDoor, ClinicDetails, Door
from tests.booking.factories import KINDS, RECEIVED, address, filled
from tests.booking.test_promise import main_of

pytestmark = pytest.mark.django_db
ELSEWHERE = "Ask at the sample health centre."
WAITING = "We write to you when a place is free; we cannot say when."
NEW, ASSESSMENT = RequestKind.NEW_CLIENT, RequestKind.ASSESSMENT


def set_doors(new_clients=Door.OPEN, **assessments):
    clinic = ClinicDetails.load()
    clinic.new_clients, clinic.elsewhere, clinic.phone = new_clients, ELSEWHERE, "02 5550 0123"
    clinic.save()
    clinic.assessment_doors.all().delete()
    for slug, door in assessments.items():
        AssessmentDoor.objects.create(clinic=clinic, slug=slug, door=door)


@pytest.fixture
def two_assessments(monkeypatch):
    found = [offerings.Offering("adhd", "ADHD"), offerings.Offering("autism", "Autism")]
    monkeypatch.setitem(offerings._providers, "assessment", lambda: found)


def send(client, kind=NEW, **changes):
    return client.post(address(kind), filled(kind, **changes))


def test_waiting_list_is_said_before_and_after_and_kept(client, outbox_sent):
    set_doors(Door.WAITLIST)
    said = main_of(client.get(address(NEW)))
    assert f"You can ask to be on our waiting list. {WAITING}" in said
    assert ELSEWHERE in said
    send(client, plain_mails="yes")  # a neutral mail names no waiting list
    assert AppointmentRequest.objects.get().door == Door.WAITLIST
    receipt = next(m for m in outbox_sent() if m.to == ["client@example.org"])
    for text in (main_of(client.get(RECEIVED)), receipt.body, receipt.alternatives[0][0]):
        assert f"You have asked to be on our waiting list. {WAITING}" in text
        assert "We answer" not in text


def test_receipt_keeps_what_the_form_said(client):
    set_doors(Door.WAITLIST)
    send(client)
    set_doors(Door.OPEN)
    assert WAITING in main_of(client.get(RECEIVED))


def test_closed_door_is_a_kind_page_without_a_form(client):
    set_doors(Door.CLOSED)
    response = client.get(address(NEW))
    said = main_of(response)
    assert response.status_code == 200
    assert "data-request-form" not in response.content.decode()
    for words in ("We are not taking new clients now", ELSEWHERE, "02 5550 0123", "13 11 14"):
        assert words in said


def test_page_opened_before_closing_keeps_every_word_and_stores_nothing(client):
    set_doors(Door.CLOSED)
    response = send(client, reason="kept reason", message="kept message", name="Kept Name")
    assert response.status_code == 422
    page = response.content.decode()
    for words in ("kept reason", "kept message", "Kept Name"):
        assert words in page
    assert f"We are not taking new clients now. {STILL_ON_PAGE} {ELSEWHERE}" in main_of(response)
    assert not AppointmentRequest.objects.exists()


def test_sent_twice_with_the_door_closed_in_between_is_the_same_receipt(client):
    """Contract, promise 1; also where the browser keeps no cookie."""
    data = filled(NEW)
    assert client.post(address(NEW), data).status_code == 302
    for door in (Door.WAITLIST, Door.CLOSED):
        set_doors(door)
        client.cookies.clear()
        assert client.post(address(NEW), data).status_code == 302
    assert AppointmentRequest.objects.get().door == Door.OPEN


@pytest.mark.parametrize("door", Door)
def test_existing_client_is_never_turned_away(client, two_assessments, door):
    set_doors(door, adhd=door, autism=door)
    assert "waiting list" not in main_of(client.get(address(RequestKind.EXISTING_CLIENT)))
    assert send(client, RequestKind.EXISTING_CLIENT).status_code == 302
    assert AppointmentRequest.objects.get().door == Door.OPEN


@pytest.mark.usefixtures("two_assessments")
class TestAssessments:
    def test_closed_one_is_named_and_cannot_be_chosen(self, client):
        set_doors(adhd=Door.CLOSED)
        response = client.get(address(ASSESSMENT) + "?assessment=adhd")
        assert 'value="adhd"' not in response.content.decode()
        assert 'value="autism"' in response.content.decode()
        assert f"Not possible now: ADHD. {ELSEWHERE}" in main_of(response)

    def test_closed_one_that_was_chosen_before_is_refused_and_stays_chosen(self, client):
        set_doors(adhd=Door.CLOSED)
        response = send(client, ASSESSMENT, assessment="adhd", purpose="kept purpose")
        assert response.status_code == 422
        assert "not taking requests for this assessment now" in main_of(response)
        for kept in ('value="adhd" selected', "kept purpose"):
            assert kept in response.content.decode()
        assert not AppointmentRequest.objects.exists()

    def test_closing_between_two_presses_is_the_same_receipt(self, client):
        data = filled(ASSESSMENT, assessment="adhd")
        client.post(address(ASSESSMENT), data)
        set_doors(adhd=Door.CLOSED)
        client.cookies.clear()
        assert client.post(address(ASSESSMENT), data).status_code == 302

    def test_waiting_list_is_said_in_the_choice_and_kept(self, client):
        set_doors(adhd=Door.WAITLIST)
        page = client.get(address(ASSESSMENT))
        assert "ADHD (waiting list)" in main_of(page)
        assert "we cannot say when" in main_of(page)
        send(client, ASSESSMENT, assessment="adhd")
        stored = AppointmentRequest.objects.get()
        assert (stored.door, stored.assessment_title) == (Door.WAITLIST, "ADHD")

    @pytest.mark.parametrize("chosen", ["autism", "other"])
    def test_the_others_stay_open(self, client, chosen):
        set_doors(adhd=Door.WAITLIST)
        send(client, ASSESSMENT, assessment=chosen)
        assert AppointmentRequest.objects.get().door == Door.OPEN
        assert "We answer by" in main_of(client.get(RECEIVED))

    def test_something_else_waits_where_all_wait(self, client):
        set_doors(adhd=Door.WAITLIST, autism=Door.CLOSED)
        said = main_of(client.get(address(ASSESSMENT)))
        assert f"You can ask to be on our waiting list. {WAITING}" in said
        send(client, ASSESSMENT, assessment="other")
        assert AppointmentRequest.objects.get().door == Door.WAITLIST

    def test_all_closed_is_a_closed_door(self, client):
        set_doors(adhd=Door.CLOSED, autism=Door.CLOSED)
        response = client.get(address(ASSESSMENT))
        assert "data-request-form" not in response.content.decode()
        assert "We are not taking requests for assessments now" in main_of(response)
        assert send(client, ASSESSMENT).status_code == 422

    def test_new_clients_do_not_close_assessments(self, client):
        set_doors(new_clients=Door.CLOSED)
        assert send(client, ASSESSMENT).status_code == 302


@pytest.mark.parametrize("kind", KINDS)
def test_doors_are_open_unless_somebody_closes_one(client, kind):
    assert "waiting list" not in main_of(client.get(address(kind)))
    send(client, kind)
    assert AppointmentRequest.objects.get().door == Door.OPEN
