"""Reports that come before the provider's answer is stored are understood by our own id."""

from types import SimpleNamespace

import pytest
from anymail.exceptions import AnymailError
from anymail.message import AnymailStatus
from django.core.mail import EmailMultiAlternatives, get_connection

from clinic.mail import ids as mail_ids
from clinic.mail import outbox
from clinic.models import OutgoingEmail
from tests.clinic import reports

pytestmark = pytest.mark.django_db
KEYS = {
    "brevo": {"BREVO_API_KEY": "x"},
    "mailersend": {"MAILERSEND_API_TOKEN": "x"},
    "mailgun": {"MAILGUN_API_KEY": "x", "MAILGUN_SENDER_DOMAIN": "example.org"},
    "mailjet": {"MAILJET_API_KEY": "x", "MAILJET_SECRET_KEY": "x"},
    "mailtrap": {"MAILTRAP_API_TOKEN": "x"},
    "mandrill": {"MANDRILL_API_KEY": "x"},
    "postal": {"POSTAL_API_URL": "https://post.example", "POSTAL_API_KEY": "x"},
    "postmark": {"POSTMARK_SERVER_TOKEN": "x"},
    "resend": {"RESEND_API_KEY": "x"},
    "scaleway": {"SCALEWAY_SECRET_KEY": "x", "SCALEWAY_PROJECT_ID": "x"},
    "sendgrid": {"SENDGRID_API_KEY": "x"},
    "sparkpost": {"SPARKPOST_API_KEY": "x"},
    "unisender_go": {"UNISENDER_GO_API_KEY": "x", "UNISENDER_GO_API_URL": "https://go.example"},
}


class AskedError(AnymailError):
    """The call would be made now."""


def make_mail(kind="room/letter", **columns):
    values = {"to": reports.WHO, "subject": "Hello", "text": "Hello", "html": "<p>Hello</p>"}
    return OutgoingEmail.objects.create(kind=kind, **values | columns)


def asked_of(provider, settings, monkeypatch, mail):
    """What would be posted to the provider for a mail."""
    settings.EMAIL_PROVIDER = provider
    settings.EMAIL_BACKEND = f"anymail.backends.{provider}.EmailBackend"
    settings.ANYMAIL = KEYS[provider]
    asked = []

    def post(self, payload, message):
        asked.append(str(payload.serialize_data()))
        raise AskedError

    monkeypatch.setattr(type(get_connection()), "post_to_esp", post)
    with pytest.raises(AskedError):
        outbox._message(mail).send()
    return asked[0]


@pytest.mark.filterwarnings("ignore::anymail.exceptions.AnymailNotSupportedWarning")
@pytest.mark.parametrize("provider", KEYS)
def test_fault_16_every_provider_is_given_our_id_or_asked_without(provider, settings, monkeypatch):
    mail = make_mail()
    said = asked_of(provider, settings, monkeypatch, mail).replace(f"{mail.id}@", "")
    assert str(mail.id) in said or provider in mail_ids.WITHOUT_METADATA


@pytest.fixture
def bounces_at_once(monkeypatch):
    """A provider that reports a bounce before its answer has reached us."""

    def send(message):
        status = AnymailStatus()
        status.message_id = "late"
        message.anymail_status = status
        words = {"MessageID": "late", "Metadata": message.metadata, "Email": message.to[0]}
        reports.report("postmark", reports.of_postmark("HardBounce") | words)
        return 1

    monkeypatch.setattr(EmailMultiAlternatives, "send", send)


def test_fault_16_report_before_the_answer_is_stored_is_kept(bounces_at_once):
    mail = make_mail()
    outbox.deliver_due()
    mail.refresh_from_db()
    assert (mail.state, mail.provider_id, mail.problem) == ("sent", "late", "bounced")


@pytest.mark.parametrize(
    "changes",
    [
        {"Email": "b@example.org"},
        {"Metadata": {"mail": "00000000-0000-0000-0000-000000000000"}},
        {"Metadata": {"mail": "x' OR 1=1"}},
        {"Metadata": {"mail": None}},
        {"Metadata": {}},
    ],
)
def test_fault_16_report_about_another_mail_changes_nothing(changes):
    mail = make_mail()
    words = {"MessageID": "new", "Metadata": {"mail": str(mail.id)}}
    reports.report("postmark", reports.of_postmark("HardBounce") | words | changes)
    mail.refresh_from_db()
    assert mail.problem == ""


def test_fault_16_postal_hands_back_the_message_id():
    mail = make_mail()
    message = {"id": 7, "to": reports.WHO, "message_id": f"{mail.id}@clinic.example"}
    failed = reports.of_postal(status="HardFail", output="550 5.1.1 No such user", message=message)
    reports.report("postal", failed)
    mail.refresh_from_db()
    assert mail.problem == "bounced"


@pytest.mark.parametrize("metadata", [None, [], "x", {"mail": []}])
@pytest.mark.parametrize("raw", [None, [], {"payload": []}, {"payload": {"message": {}}}])
def test_fault_16_report_of_an_odd_shape_names_no_mail(metadata, raw):
    assert mail_ids.email_id_of(SimpleNamespace(metadata=metadata, esp_event=raw)) is None
