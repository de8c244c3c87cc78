import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from booking import actions, replies
from booking.errors import MailAlreadySentError, NotPossibleError, StaleVersionError
from booking.models import AppointmentRequest, Reply, ReplyTemplate
from clinic.models import ClinicDetails, OutgoingEmail
from tests.booking.factories import make_request, make_staff

pytestmark = pytest.mark.django_db
TEXT = "Dear {name}, call {phone}."


@pytest.fixture
def by():
    return make_staff("Reception")


def taken(by, **changes):
    return actions.move(make_request(**changes), "take", by=by, seen_version=1)


def send(appointment_request, by, text="We have a time.", key=None, **more):
    key = key or uuid.uuid4()
    return replies.send(
        appointment_request, text, by=by, seen_version=appointment_request.version, key=key, **more
    )


def later(reply, minutes=4):
    """As if the reply had been written some minutes ago."""
    before = timedelta(minutes=minutes)
    OutgoingEmail.objects.filter(pk=reply.mail_id).update(due_at=timezone.now() - before)
    Reply.objects.filter(pk=reply.pk).update(at=reply.at - before)


def test_reply_waits_three_minutes_and_is_an_answer(by, outbox_sent):
    appointment_request = taken(by)
    reply = send(appointment_request, by)
    assert not [m for m in outbox_sent() if "answer" in m.subject.lower()]
    appointment_request.refresh_from_db()
    assert (appointment_request.answered_at, appointment_request.answer_leaves_at) == (
        None,
        reply.mail.due_at,
    )
    later(reply)
    mail = outbox_sent()[-1]
    assert (mail.subject, mail.to) == ("News about your message", [appointment_request.email])
    appointment_request.refresh_from_db()
    reply.mail.refresh_from_db()
    assert (appointment_request.answered_at, appointment_request.answer_leaves_at) == (
        reply.mail.sent_at,
        None,
    )
    assert [e.kind for e in appointment_request.events.all()][-1] == "replied"


def test_words_are_sealed_and_stand_on_the_page_after_three_minutes(by):
    reply = send(taken(by), by, text="canary")
    assert b"canary" not in bytes(reply.text)
    appointment_request = reply.appointment_request
    assert not replies.visible_to_client(appointment_request).exists()
    later(reply)
    assert [r.read() for r in replies.visible_to_client(appointment_request)] == ["canary"]


@pytest.mark.parametrize(("plain", "says"), [(None, False), ("on", True)])
def test_neutral_mail_says_only_that_there_is_news(by, plain, says):
    mail = send(taken(by, plain_mails=plain), by, text="canary <b>").mail
    assert ("canary <b>" in mail.text) is says
    assert ("canary &lt;b&gt;" in mail.html) is says
    assert "/appointments/r/" in mail.text


def test_same_press_twice_is_one_reply(by):
    appointment_request, key = taken(by), uuid.uuid4()
    one, other = (send(appointment_request, by, key=key) for _ in range(2))
    assert one == other
    assert OutgoingEmail.objects.filter(kind="booking/reply").count() == 1


def test_asking_back_waits_for_the_client(by):
    appointment_request = taken(by)
    send(appointment_request, by, ask_back=True)
    appointment_request.refresh_from_db()
    assert appointment_request.state == "waiting_for_client"
    assert appointment_request.clock_stopped_at


def test_reply_is_taken_back(by):
    appointment_request = taken(by)
    reply = send(appointment_request, by, ask_back=True)
    for _ in range(2):
        replies.undo(reply, by=by)
    appointment_request.refresh_from_db()
    reply.mail.refresh_from_db()
    assert (appointment_request.state, appointment_request.answered_at) == ("in_review", None)
    assert (reply.mail.state, reply.mail.text) == ("cancelled", "")
    assert [e.kind for e in appointment_request.events.all()].count("undone") == 1
    later(reply)
    assert not replies.visible_to_client(appointment_request).exists()


def test_first_answer_stays_when_the_second_is_taken_back(by, outbox_sent):
    appointment_request = taken(by)
    later(send(appointment_request, by))
    outbox_sent()
    appointment_request.refresh_from_db()
    first = appointment_request.answered_at
    assert first
    replies.undo(send(appointment_request, by), by=by)
    appointment_request.refresh_from_db()
    assert appointment_request.answered_at == first


@pytest.mark.parametrize("state", ["sending", "retrying"])
def test_too_late_is_said(by, state):
    reply = send(taken(by), by)
    OutgoingEmail.objects.filter(pk=reply.mail_id).update(state=state)
    with pytest.raises(MailAlreadySentError):
        replies.undo(reply, by=by)
    reply.refresh_from_db()
    assert reply.undone_at is None


def test_too_late_after_three_minutes_also_if_the_worker_is_late(by):
    reply = send(taken(by), by)
    later(reply)
    with pytest.raises(MailAlreadySentError):
        replies.undo(reply, by=by)


def test_nobody_writes_to_whoever_allowed_no_mail(by):
    appointment_request = taken(
        by, phone="02 5550 0199", contact_preference="phone", may_write=None
    )
    with pytest.raises(NotPossibleError):
        send(appointment_request, by)
    replies.record_spoken_answer(
        appointment_request,
        "Rang",
        by=by,
        seen_version=appointment_request.version,
        key=uuid.uuid4(),
    )
    appointment_request.refresh_from_db()
    assert appointment_request.answered_at
    assert appointment_request.events.last().note == "Rang"


def test_ended_or_changed_requests_get_no_reply(by):
    appointment_request = taken(by)
    actions.move(appointment_request, "withdraw", by=by, seen_version=appointment_request.version)
    with pytest.raises(StaleVersionError):
        send(appointment_request, by)
    appointment_request.refresh_from_db()
    with pytest.raises(NotPossibleError):
        send(appointment_request, by)
    with pytest.raises(PermissionDenied):
        send(appointment_request, make_staff("Clinician"))


def test_key_of_another_request_is_refused(by):
    key = send(taken(by), by).pk
    with pytest.raises(NotPossibleError):
        send(taken(by), by, key=key)
    assert Reply.objects.count() == 1


def test_placeholders_are_filled_once(by):
    appointment_request = taken(by, preferred_name="{phone}")
    clinic = ClinicDetails(name="Clinic", phone="02 5550 0100")
    assert (
        replies.fill_placeholders(TEXT, appointment_request, clinic)
        == "Dear {phone}, call 02 5550 0100."
    )


def test_template_with_an_unknown_placeholder_is_refused():
    ReplyTemplate(title="x", text=TEXT).full_clean()
    with pytest.raises(ValidationError, match="nmae"):
        ReplyTemplate(title="y", text="Dear {nmae}").full_clean()


def test_cancelled_news_of_a_step_is_not_on_the_page_and_a_reply_is(by):
    appointment_request = taken(by)
    details = actions.Details(text="Elsewhere")
    actions.move(
        appointment_request,
        "decline",
        by=by,
        seen_version=appointment_request.version,
        details=details,
    )
    news = appointment_request.replies.get()
    later(news)
    assert replies.visible_to_client(appointment_request).get() == news
    OutgoingEmail.objects.filter(pk=news.mail_id).update(state="cancelled")
    assert not replies.visible_to_client(appointment_request).exists()
    OutgoingEmail.objects.filter(pk=news.mail_id).update(kind="booking/reply")
    assert replies.visible_to_client(AppointmentRequest.objects.get()).exists()
