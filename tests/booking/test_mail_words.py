"""Every mail to a client in its four forms: neutral or plain, with and without their word."""

import uuid
from email import message_from_bytes
from email.policy import default

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from booking import actions, replies
from booking.client_page import actions as client_actions
from booking.client_page import new_links
from booking.errors import LinkEndedError, NotPossibleError, RateLimitedError
from booking.mails import compose as compose
from booking.models import Appointment, AppointmentRequest, RequestEvent
from booking.transitions import Details
from clinic.models import ClinicDetails, OutgoingEmail
from tests.booking.factories import make_request, make_staff, send
from tests.booking.test_client_actions import link_to

pytestmark = pytest.mark.django_db

NAMES = {
    "receipt": "we have your message",
    "links": "your link",
    "changed": "your contact details were changed",
    "confirmed": "news about your message",
    "declined": "news about your message",
    "waitlisted": "news about your message",
    "reply": "news about your message",
}


def mail_of(noun, **changes):
    """One mail to the client, as it waits in the outbox."""
    appointment_request = make_request(**changes)
    if noun == "links":
        new_links.request_link(appointment_request.email, network="n")
        new_links.send_links()
    elif noun == "changed":
        OutgoingEmail.objects.update(state="sent", sent_at=timezone.now())
        client_actions.correct(link_to(appointment_request), {"phone": "02 5550 0199"})
    elif noun != "receipt":
        answer(appointment_request, noun)
    return OutgoingEmail.objects.get(kind=f"booking/{noun}")


def answer(appointment_request, noun):
    by = make_staff("Reception")
    appointment_request = actions.move(appointment_request, "take", by=by, seen_version=1)
    if noun == "reply":
        replies.send(
            appointment_request, "We have a time.", by=by, seen_version=2, key=uuid.uuid4()
        )
        return
    event = {"confirmed": "book", "declined": "decline", "waitlisted": "waitlist"}[noun]
    time = Appointment(starts_at=timezone.now(), format="video")
    details = Details(text="Elsewhere", appointment=time)
    actions.move(appointment_request, event, by=by, seen_version=2, details=details)


def everything(mail):
    return f"{mail.sender} {mail.subject} {mail.text} {mail.html}"


def test_every_mail_to_the_client_is_tried_here():
    assert {f"booking/{noun}" for noun in NAMES} == {*compose.CLIENT_KINDS, "booking/changed"}


@pytest.mark.parametrize("noun", NAMES)
def test_word_stands_first_in_neutral_mails_and_in_their_subject(noun):
    mail = mail_of(noun, recognition_word="O’Brien's Wattle")
    assert mail.subject == f"O’Brien's Wattle: {NAMES[noun]}"
    assert mail.text.startswith("Your recognition word: O’Brien's Wattle\n\n")
    words = "<strong>O’Brien&#x27;s Wattle</strong>"
    body = mail.html[mail.html.index('<div class="letter">') :]
    assert body.index(words) < body.index("<h1>")


@pytest.mark.parametrize("noun", NAMES)
def test_word_stands_first_in_plain_mails_and_not_in_their_subject(noun):
    mail = mail_of(noun, recognition_word="Wattle", plain_mails="yes")
    assert "Wattle" not in mail.subject
    assert mail.text.startswith("Your recognition word: Wattle\n\n")
    assert "<strong>Wattle</strong>" in mail.html


@pytest.mark.parametrize("plain", ["yes", "no", None])
@pytest.mark.parametrize("noun", NAMES)
def test_without_a_word_nothing_is_said_of_one(noun, plain):
    mail = mail_of(noun, plain_mails=plain)
    assert "recognition" not in mail.text + mail.html
    assert not mail.subject.startswith(":")


@pytest.mark.parametrize("noun", NAMES)
def test_neutral_mail_speaks_of_no_practice_request_or_appointment(noun):
    AppointmentRequest.objects.all().delete()
    mail = mail_of(noun, recognition_word="Wattle")
    seen = everything(mail).replace("/appointments/", "")
    for word in ("Psychology", "ppointment", "request", "waiting list", "Lifeline", "Elsewhere"):
        assert word not in seen
    assert mail.sender == "Reception"


def test_neutral_receipt_of_the_waiting_list_does_not_name_it():
    ClinicDetails.objects.update(new_clients="waitlist")
    mail = mail_of("receipt")
    assert "waiting list" not in everything(mail)
    assert "when a place is free" in mail.text


@pytest.mark.parametrize("noun", sorted(set(NAMES) - {"changed"}))
def test_neutral_address_and_link_are_used_where_there_are_some(noun, settings, mail_file):
    settings.NEUTRAL_FROM_EMAIL = "post@kestrel.example"
    settings.NEUTRAL_SITE_URL = "https://kestrel.example"
    mail = mail_of(noun)
    assert "https://kestrel.example/appointments/r/" in mail.text
    assert "testserver" not in mail.text + mail.html
    sent = mail_file(mail)
    assert sent["From"] == "Reception <post@kestrel.example>"
    assert sent["Message-ID"].endswith("@kestrel.example>")
    assert "testserver" not in sent.as_string()


@pytest.mark.parametrize("noun", sorted(set(NAMES) - {"changed"}))
def test_plain_mail_keeps_the_usual_address_and_link(noun, settings, mail_file):
    settings.NEUTRAL_FROM_EMAIL = "post@kestrel.example"
    settings.NEUTRAL_SITE_URL = "https://kestrel.example"
    mail = mail_of(noun, plain_mails="yes")
    assert "kestrel" not in mail_file(mail).as_string()
    assert "http://testserver/appointments/r/" in mail.text


@pytest.fixture
def mail_file(settings, tmp_path):
    """One mail of the outbox as the file that the worker writes."""
    settings.EMAIL_BACKEND = "clinic.mail.file_backend.EmailBackend"
    settings.MAIL_FILES_DIR = tmp_path
    from clinic.mail import outbox

    def read(mail):
        OutgoingEmail.objects.exclude(pk=mail.pk).delete()
        OutgoingEmail.objects.update(due_at=timezone.now())
        assert outbox.deliver_due() == 1
        (path,) = tmp_path.glob("*.eml")
        return message_from_bytes(path.read_bytes(), policy=default)

    return read


def test_word_in_other_letters_reads_the_same_after_the_wire(mail_file):
    """RFC 2047, and no line of its own."""
    word = "金木犀の香り とても長い言葉"
    mail = mail_of("receipt", recognition_word=word)
    sent = mail_file(mail)
    assert sent["Subject"].strip() == f"{word}: we have your message"
    assert "Bcc" not in sent


def test_word_with_a_line_break_in_the_database_makes_no_mail():
    appointment_request = make_request()
    AppointmentRequest.objects.update(recognition_word="x\r\nBcc: all@example.org")
    appointment_request.refresh_from_db()
    with pytest.raises(ValidationError):
        answer(appointment_request, "waitlisted")


def share_a_mailbox(*people):
    for changes in people:
        make_request(**changes)
    OutgoingEmail.objects.all().delete()
    new_links.request_link("client@example.org", network="n")
    new_links.send_links()
    return OutgoingEmail.objects.get()


@pytest.mark.parametrize("neutral_first", [True, False])
def test_links_for_a_shared_mailbox_are_neutral_if_one_wants_it(neutral_first):
    people = [{"plain_mails": None}, {"plain_mails": "yes"}]
    mail = share_a_mailbox(*people if neutral_first else reversed(people))
    assert mail.sender == "Reception"
    assert "Psychology" not in everything(mail)


def test_links_for_a_shared_mailbox_show_each_word_at_its_request():
    mail = share_a_mailbox({"recognition_word": "Wattle"}, {"recognition_word": "Kestrel"})
    first, second = AppointmentRequest.objects.order_by("pk")
    assert mail.subject == "Your link"
    assert f"{first.reference}, your recognition word: Wattle\n" in mail.text
    assert (
        f"<strong>{second.reference}</strong>, your recognition word: <strong>Kestrel</strong>"
        in mail.html
    )


def test_links_for_requests_with_one_word_begin_with_it():
    mail = share_a_mailbox({"recognition_word": "Wattle"}, {"recognition_word": "Wattle"})
    assert mail.subject == "Wattle: your link"
    assert mail.text.count("Wattle") == 1


# --- Changed on their own page ----------------------------------------------------


def choose(appointment_request, **wanted):
    now = {
        "neutral_wording": appointment_request.neutral_wording,
        "recognition_word": appointment_request.recognition_word,
    }
    client_actions.change_mail_preferences(link_to(appointment_request), now | wanted)


def test_other_word_is_one_event_without_the_word_and_no_mail():
    appointment_request = make_request(recognition_word="Wattle")
    mails = OutgoingEmail.objects.count()
    for _ in range(2):
        choose(appointment_request, recognition_word="Kestrel")
    event = appointment_request.events.get(kind=RequestEvent.Kind.CORRECTED)
    assert event.note == "Recognition word"
    assert OutgoingEmail.objects.count() == mails
    assert AppointmentRequest.objects.get().recognition_word == "Kestrel"


@pytest.mark.parametrize("noun", ["receipt", "confirmed", "declined", "waitlisted", "reply"])
def test_mail_that_waits_is_made_neutral(noun):
    mail = mail_of(noun, plain_mails="yes")
    appointment_request = AppointmentRequest.objects.get()
    AppointmentRequest.objects.update(state="in_review")  # some of these have ended
    choose(appointment_request, neutral_wording=True)
    new = OutgoingEmail.objects.get(kind=mail.kind)
    assert (new.pk, new.due_at, new.sender) == (mail.pk, mail.due_at, "Reception")
    assert "ppointment" not in everything(new).replace("/appointments/", "")
    assert "/appointments/r/" in new.text


def test_mail_that_has_left_is_not_written_again():
    mail = mail_of("receipt", plain_mails="yes")
    OutgoingEmail.objects.update(state="sent", sent_at=timezone.now(), text="", html="")
    choose(AppointmentRequest.objects.get(), neutral_wording=True)
    mail.refresh_from_db()
    assert (mail.text, mail.subject) == ("", "We have your request for an appointment")


def test_ended_request_and_ended_link_change_nothing():
    appointment_request = make_request()
    link = link_to(appointment_request)
    client_actions.withdraw(link, and_erase=False)
    with pytest.raises(NotPossibleError):
        choose(appointment_request, recognition_word="Wattle")
    appointment_request.links.all().delete()
    with pytest.raises(LinkEndedError):
        client_actions.change_mail_preferences(link, {"recognition_word": "Wattle"})


def test_too_many_changes_change_nothing(monkeypatch):
    monkeypatch.setattr(client_actions, "CORRECTIONS_PER_DAY", 1)
    appointment_request = make_request()
    choose(appointment_request, recognition_word="One")
    with pytest.raises(RateLimitedError):
        choose(appointment_request, recognition_word="Two")
    assert AppointmentRequest.objects.get().recognition_word == "One"


def test_erasing_takes_the_word_out_of_everything():
    appointment_request = make_request(recognition_word="Wattle")
    client_actions.withdraw(link_to(appointment_request), and_erase=True)
    assert not AppointmentRequest.objects.exists()
    assert "Wattle" not in "".join(everything(mail) for mail in OutgoingEmail.objects.all())


def test_staff_notices_never_hold_the_word(client, settings):
    send(client, recognition_word="Wattle", safe_now="no")
    appointment_request = AppointmentRequest.objects.get()
    choose(appointment_request, recognition_word="Kestrel")
    client_actions.add_word(link_to(appointment_request), "More", key=uuid.uuid4())
    notices = OutgoingEmail.objects.filter(kind="booking/notice")
    assert notices.count() >= 2
    assert not any(w in everything(m) for m in notices for w in ("Wattle", "Kestrel"))
