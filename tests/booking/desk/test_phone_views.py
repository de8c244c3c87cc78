"""A request taken by phone."""

import pytest

from booking.intake.forms import FormOptions
from booking.intake.forms.by_phone import PHONE_FORMS
from booking.models import AppointmentRequest
from booking.models.choices import Kind as RequestKind
from clinic.models import ClinicDetails, OutgoingEmail
from tests.booking.desk.screens import LIST, text_of
from tests.booking.factories import filled, form_key, make_staff

pytestmark = pytest.mark.django_db
CALLER = {"contact_preference": "phone", "phone": "02 5550 0199", "email": ""}


def call(client, kind=RequestKind.NEW_CLIENT, **changes):
    return client.post(f"{LIST}by-phone/{kind}/", filled(kind, **CALLER | changes))


@pytest.mark.parametrize("kind", RequestKind)
def test_each_kind_is_written_down(client, reception, kind):
    assert "Keep this request" in text_of(client.get(f"{LIST}by-phone/{kind}/"))
    response = call(client, kind)
    appointment_request = AppointmentRequest.objects.get()
    assert response.url == f"{LIST}{appointment_request.pk}/change/"
    assert (
        appointment_request.kind,
        appointment_request.source,
        appointment_request.entered_by,
    ) == (kind, "phone", reception)
    assert (
        appointment_request.email,
        appointment_request.may_write,
        appointment_request.may_call,
    ) == ("", False, True)
    assert appointment_request.consent.wording_version.endswith("by phone")
    assert appointment_request.consent.wording.startswith("Read out by phone, and agreed: I agree")
    assert appointment_request.answer_due_at
    page = text_of(client.get(response.url))
    assert f"Read the reference out: {appointment_request.reference}." in page
    assert f"<strong>Written down by</strong> {reception}" in page


def test_page_to_choose_from(client, reception):
    page = text_of(client.get(f"{LIST}by-phone/"))
    assert page.count(f'href="{LIST}by-phone/') == 3
    assert client.get(f"{LIST}by-phone/other/").status_code == 404


def test_caller_chooses_words_and_a_recognition_word(client, reception):
    page = text_of(client.get(f"{LIST}by-phone/new_client/"))
    assert "Neutral words cannot hide everything:" in page
    response = call(client, recognition_word=" Wattle ", plain_mails="yes")
    appointment_request = AppointmentRequest.objects.get()
    assert (appointment_request.recognition_word, appointment_request.neutral_wording) == (
        "Wattle",
        False,
    )
    assert "<dt>Recognition word</dt>" in text_of(client.get(response.url))


def test_receipt_only_for_who_allowed_mail(client, reception):
    call(client, may_write=None, email="caller@example.org")
    assert not OutgoingEmail.objects.exists()
    call(client, may_write="on", email="caller@example.org")
    assert [m.kind for m in OutgoingEmail.objects.all()] == ["booking/receipt"]


def test_duty_hears_of_who_may_not_be_safe(client, reception):
    call(client, safe_now="no")
    assert {m.kind for m in OutgoingEmail.objects.all()} == {"booking/notice"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"contact_preference": "email"}, "Ask for the address, or choose another way"),
        ({"may_write": "on"}, "Ask for the address, or choose another way"),
        ({"privacy_consent": None}, "Tick the box once they have agreed."),
        ({"reason": ""}, "Write a few words"),
    ],
)
def test_mistakes_are_shown_and_nothing_is_kept(client, reception, changes, words):
    response = call(client, **changes)
    assert response.status_code == 422
    assert words in text_of(response)
    assert not AppointmentRequest.objects.exists()


def test_same_form_twice_is_one_request(client, reception):
    key = form_key(RequestKind.NEW_CLIENT, age=0)
    first, second = (call(client, form_key=key) for _ in range(2))
    assert first.url == second.url
    response = call(client, form_key=key, reason="Something else")
    assert response.status_code == 422
    assert "This form was kept before: MM-" in text_of(response)
    assert AppointmentRequest.objects.count() == 1


def test_closed_door_binds_the_website_only(reception, client, monkeypatch):
    monkeypatch.setattr(FormOptions, "current", lambda: FormOptions(new_clients="closed"))
    assert call(client).status_code == 302
    assert AppointmentRequest.objects.get().door == "open"
    assert PHONE_FORMS[RequestKind.NEW_CLIENT](
        options=FormOptions(new_clients="waitlist")
    ).is_waitlist
    assert ClinicDetails.current()


def test_only_who_may_answer_writes_down(client):
    client.force_login(make_staff("Clinician"))
    assert client.get(f"{LIST}by-phone/").status_code == 403
    assert call(client).status_code == 403
