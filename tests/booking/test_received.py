"""The receipt, and what one browser may send."""

import re

import pytest
from django.core import signing
from django.test import Client

from booking import cookies
from booking.models import AppointmentRequest
from booking.models.choices import Kind as RequestKind
from clinic.models import OutgoingEmail
from tests.booking.factories import (
    RECEIVED,
    address,
    filled,
    form_key,
    page_of,
    send,
)

pytestmark = pytest.mark.django_db


def test_sent_twice_is_one_request_and_the_same_receipt(client):
    """Contract, promise 1."""
    data = filled(RequestKind.NEW_CLIENT)
    pages = []
    for _ in range(2):
        assert client.post(address(RequestKind.NEW_CLIENT), data).status_code == 302
        pages.append(AppointmentRequest.objects.get().reference in page_of(client.get(RECEIVED)))
    assert pages == [True, True]
    assert OutgoingEmail.objects.count() == 2


def test_same_words_again_from_the_same_browser_are_one_request(client):
    """The back button brings a fresh page with a fresh key."""
    send(client, phone="02 5550 0123", reason="Line\r\nbreak")
    assert send(client, phone="02 5550 0123", reason="Line\r\nbreak").status_code == 302
    assert AppointmentRequest.objects.count() == 1


def test_other_words_from_the_same_browser_are_another_request(client):
    send(client)
    assert send(client, name="Other Person").status_code == 302
    assert AppointmentRequest.objects.count() == 2


def test_same_words_from_another_browser_are_another_request(client):
    send(client)
    send(Client())
    assert AppointmentRequest.objects.count() == 2


def test_page_changed_after_sending_is_not_swallowed(client):
    key = form_key(RequestKind.NEW_CLIENT)
    send(client, form_key=key)
    response = send(client, form_key=key, phone="02 5550 0123")
    reference = AppointmentRequest.objects.get().reference
    assert response.status_code == 422
    assert reference in page_of(response)
    fresh = re.search(r'name="form_key" value="([^"]+)"', page_of(response))[1]
    assert fresh != key


def test_cookie_carries_reference_and_kind_only(client):
    response = send(client)
    cookie = response.cookies[cookies.RECEIVED.cookie_name]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    value = signing.loads(cookie.value, salt="booking.received")
    stored = AppointmentRequest.objects.get()
    assert value == {"reference": stored.reference, "kind": "new_client"}


@pytest.mark.parametrize(
    "cookie",
    ["", "forged", signing.dumps({"reference": "x"}, salt="other")],
    ids=["none", "forged", "other-salt"],
)
def test_received_without_its_cookie_is_neutral(client, cookie):
    send(Client())
    client.cookies[cookies.RECEIVED.cookie_name] = cookie
    response = client.get(RECEIVED)
    assert response.status_code == 200
    assert AppointmentRequest.objects.get().reference not in page_of(response)
    assert "client@example.org" not in page_of(response)
    assert "noindex" in response["X-Robots-Tag"]


@pytest.mark.parametrize(("safe_now", "urgent"), [("yes", False), ("unsure", True), ("no", True)])
def test_receipt_page_puts_help_first_for_who_may_not_be_safe(client, safe_now, urgent):
    send(client, safe_now=safe_now)
    page = page_of(client.get(RECEIVED))
    assert ("Please do not wait for our answer" in page) == urgent
    assert ("You do not need to do anything else now" in page) == (not urgent)
    main = page[page.index("<main") :]
    assert (main.index("tel:131114") < main.index("reference")) == urgent


@pytest.mark.parametrize("change", ["cancel", "reschedule"])
def test_receipt_of_a_change_promises_no_new_appointment(client, outbox_sent, change):
    send(client, RequestKind.EXISTING_CLIENT, change=change, plain_mails="on")
    words = "Your appointment has not changed until you hear from us."
    assert words in page_of(client.get(RECEIVED))
    receipt = next(m for m in outbox_sent() if m.to == ["client@example.org"])
    assert words in receipt.body


def test_back_button_after_sending_shows_no_story(client):
    """A browser fills a form again unless it is told not to."""
    assert 'autocomplete="off"' not in form_tag(client)
    send(client)
    assert 'autocomplete="off"' in form_tag(client)


def form_tag(client):
    page = client.get(address(RequestKind.NEW_CLIENT)).content.decode()
    return re.search(r"<form[^>]*data-request-form[^>]*>", page)[0]
