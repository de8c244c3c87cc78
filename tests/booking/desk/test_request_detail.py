"""One request on one screen."""

import pytest

from booking.models import AppointmentRequest
from booking.models.choices import Kind as RequestKind
from tests.booking.desk.screens import LIST, SEARCH, at, read, take, text_of
from tests.booking.factories import FOR_CHILD, make_request, make_staff

pytestmark = pytest.mark.django_db


def test_request_is_readable_on_one_screen(client, reception):
    appointment_request = make_request(
        **FOR_CHILD, phone="02 5550 0199", contact_preference="phone", message="Not on Mondays",
        wish_1_day="tue", wish_1_part="morning", preferred_name="Sam", safe_now="unsure",
    )  # fmt: skip
    page = text_of(client.get(at(appointment_request)))
    assert "Not on Mondays" not in page
    for words in (
        "Sample Person", "Sample Child", "mother", "Do not leave a voice message.", "Ask for Sam",
        "Tuesday, morning", "I am not sure", "I agree that", "Nobody has it yet",
        "Receipt to the client", "Not sure", "A child: a clinician decides", "Take this request",
    ):  # fmt: skip
        assert words in page


def test_recognition_word_stands_beside_the_phone_number_and_in_the_advice(client, reception):
    appointment_request = make_request(
        recognition_word="O’Brien's Wattle", phone="02 5550 0199", contact_preference="phone"
    )
    page = text_of(client.get(at(appointment_request)))
    after_phone = page[page.index("<dt>Phone</dt>") :]
    word = "<dt>Recognition word</dt><dd>“O’Brien's Wattle”. Say it first"
    assert word in after_phone
    assert "Say “O’Brien's Wattle” before anything else" in page
    assert "Wattle" not in page.split("</title>")[0]


def test_request_without_a_recognition_word_says_nothing_of_one(client, reception):
    assert "ecognition word" not in text_of(client.get(at(make_request())))


def test_scripts_of_clients_are_shown_as_text(client, reception):
    """Stored XSS: every free field."""
    attack = "<script>alert(1)</script>"
    appointment_request = make_request(
        RequestKind.NEW_CLIENT, **FOR_CHILD | {"client_name": attack, "relationship": attack},
        name=attack, preferred_name=attack, reason=attack, message=attack,
    )  # fmt: skip
    client.post(
        at(appointment_request, "note"), {"text": attack, "key": appointment_request.form_key}
    )
    for response in (
        client.get(at(appointment_request)),
        read(client, appointment_request, why="other", other=attack),
        client.get(LIST),
        client.post(SEARCH, {"term": attack}),
    ):
        assert b"<script>alert" not in response.content
    assert b"&lt;script&gt;alert" in client.get(at(appointment_request)).content


def test_move_changes_state_and_says_so(client, reception):
    appointment_request = make_request()
    response = client.post(at(appointment_request, "move", "take"), {"version": 1}, follow=True)
    assert "is now: In review" in text_of(response)
    appointment_request.refresh_from_db()
    assert appointment_request.state == "in_review"


def test_button_pressed_twice_is_one_move(client, reception):
    """Contract, promise 1."""
    appointment_request = make_request()
    assert [take(client, appointment_request).status_code for _ in range(2)] == [302, 302]
    assert appointment_request.events.filter(kind="moved").count() == 1


def test_stale_page_is_refused(client, reception):
    """Pitfall 24."""
    appointment_request = make_request()
    client.force_login(make_staff("Reception"))
    take(client, appointment_request)
    client.force_login(reception)
    response = take(client, appointment_request, event="mark_spam", sure="on")
    assert response.status_code == 409
    assert "Nothing was changed" in text_of(response)
    appointment_request.refresh_from_db()
    assert appointment_request.state == "in_review"


@pytest.mark.parametrize("version", ["", "x", "-1", "²", "9" * 40])
def test_move_without_a_version_is_refused(client, reception, version):
    appointment_request = make_request()
    assert take(client, appointment_request, version=version).status_code == 400
    assert take(client, appointment_request, version=1, event="no-such").status_code == 404


def test_reading_changes_nothing(client, reception):
    """Contract, promise 1: no state moves by GET, no field is editable."""
    appointment_request = make_request()
    assert client.get(at(appointment_request, "move", "take")).status_code == 405
    assert client.get(at(appointment_request, "note")).status_code == 405
    assert client.post(at(appointment_request), {"state": "spam"}).status_code == 405
    appointment_request.refresh_from_db()
    assert (appointment_request.state, appointment_request.version) == ("new", 1)
    page = text_of(client.get(at(appointment_request)))
    assert 'name="state"' not in page


def test_note_is_kept_once(client, reception):
    appointment_request = make_request()
    data = {"text": "Rang at noon", "key": appointment_request.form_key}
    for _ in range(2):
        assert client.post(at(appointment_request, "note"), data).status_code == 302
    assert appointment_request.events.get(kind="noted").note == "Rang at noon"
    assert "Rang at noon" in text_of(client.get(at(appointment_request)))


@pytest.mark.parametrize("text", ["", "  ", "x" * 5001, "a\0b"])
def test_bad_note_is_shown_again(client, reception, text):
    appointment_request = make_request()
    response = client.post(
        at(appointment_request, "note"), {"text": text, "key": appointment_request.form_key}
    )
    assert response.status_code == 422
    assert not appointment_request.events.filter(kind="noted").exists()


def test_nothing_is_added_or_deleted_here(client, reception):
    appointment_request = make_request()
    assert client.get(f"{LIST}add/").status_code == 403
    assert (
        client.post(f"{LIST}{appointment_request.pk}/delete/", {"post": "yes"}).status_code == 403
    )
    assert AppointmentRequest.objects.exists()
