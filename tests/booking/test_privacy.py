"""Contract, promise 3, with a marked word in every field."""

import logging

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache

from booking.models import AppointmentRequest
from booking.models.choices import Kind as RequestKind
from clinic.models import OutgoingEmail
from tests.booking.factories import FOR_CHILD, KINDS, RECEIVED, address, filled, make_staff

pytestmark = pytest.mark.django_db

CANARIES = {
    "name": "Canaryname",
    "preferred_name": "Canarypreferred",
    "client_name": "Canaryclient",
    "relationship": "canaryrelation",
    "message": "canarymessage",
    "phone": "02 5550 0777",
}
ANSWERS = {RequestKind.NEW_CLIENT: "reason", RequestKind.ASSESSMENT: "purpose"}
EMAIL = "canarymail@example.org"


def marked(kind):
    own = {ANSWERS[kind]: "canaryanswer"} if kind in ANSWERS else {}
    return filled(kind, **FOR_CHILD | CANARIES | own | {"email": EMAIL})


def words_of(kind):
    return [*CANARIES.values(), "canaryanswer", EMAIL]


@pytest.mark.parametrize("kind", KINDS)
def test_mails_say_nothing_the_client_wrote(client, kind, outbox_sent, settings):
    """Pitfall 17."""
    client.post(address(kind), marked(kind))
    receipt, notice = sorted(outbox_sent(), key=lambda m: m.to != [EMAIL])
    assert (receipt.to, notice.to) == ([EMAIL], [settings.RECEPTION_EMAIL])
    for mail in (receipt, notice):
        text = f"{mail.subject} {mail.body} {mail.alternatives[0].content}"
        assert "canary" not in text.lower()
        assert "0777" not in text
        assert AppointmentRequest.objects.get().reference in text
    assert receipt.subject == "We have your message"
    assert receipt.from_email.startswith("Reception <")
    assert "/admin/" in notice.body


@pytest.mark.parametrize("kind", KINDS)
def test_addresses_titles_and_cookies_name_nobody(client, kind):
    """Pitfall 16."""
    response = client.post(address(kind), marked(kind))
    page = client.get(RECEIVED).content.decode()
    refused = client.post(address(kind), marked(kind) | {"format": ""}).content.decode()
    seen = [response["Location"], str(response.cookies)]
    seen += [text[text.index("<title>") : text.index("</title>")] for text in (page, refused)]
    for word in words_of(kind):
        assert not [text for text in seen if word.lower() in text.lower()]


@pytest.mark.parametrize("kind", KINDS)
def test_logs_name_nobody(client, kind, caplog):
    """Pitfall 18."""
    caplog.set_level(logging.DEBUG)
    client.post(address(kind), marked(kind))
    client.post(address(kind), marked(kind) | {"format": ""})
    lines = [r.getMessage() for r in caplog.records if not r.name.startswith("django.db")]
    assert "canary" not in " ".join(lines).lower()


@pytest.mark.parametrize("kind", KINDS)
def test_answers_are_nowhere_but_in_their_columns(client, kind):
    client.post(address(kind), marked(kind))
    stored = AppointmentRequest.objects.values().get()
    mails = list(OutgoingEmail.objects.values())
    events = list(AppointmentRequest.objects.get().events.values())
    sessions = list(Session.objects.values())
    everything = f"{stored} {mails} {events} {sessions} {cache.get('booking.phone')}"
    assert "canarymessage" not in everything
    assert "canaryanswer" not in everything


def test_desk_titles_and_lists_name_nobody(client):
    client.post(address(RequestKind.NEW_CLIENT), marked(RequestKind.NEW_CLIENT))
    appointment_request = AppointmentRequest.objects.get()
    client.force_login(make_staff("Reception"))
    listed = client.get("/admin/booking/appointmentrequest/").content.decode()
    assert appointment_request.reference in listed
    assert "canary" not in listed.lower()
    shown = client.get(
        f"/admin/booking/appointmentrequest/{appointment_request.pk}/change/"
    ).content.decode()
    assert "canary" not in shown[: shown.index("</head>")].lower()
