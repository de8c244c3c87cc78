"""An answer is words: a mail that left, what was said, a time that was agreed on."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from booking import actions, answer_clock, replies
from booking.client_page import actions as client_actions
from booking.errors import MissingDetailError
from booking.mails import undelivered
from booking.models import AppointmentRequest, ClientLink, Reply
from booking.transitions import Details
from clinic.mail import outbox
from clinic.models import ClinicDetails, OutgoingEmail
from tests.booking.factories import make_request, make_staff
from tests.clinic import reports

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return make_staff("Lead")


@pytest.fixture
def appointment_request(by):
    return actions.move(make_request(), "take", by=by, seen_version=1)


def send(appointment_request, by, **more):
    appointment_request.refresh_from_db()
    key = uuid.uuid4()
    return replies.send(
        appointment_request,
        "We have a time.",
        by=by,
        seen_version=appointment_request.version,
        key=key,
        **more,
    )


def fresh(appointment_request):
    return AppointmentRequest.objects.get(pk=appointment_request.pk)


def test_no_state_is_an_answer_without_words(appointment_request, by):
    with pytest.raises(MissingDetailError, match="Say what you asked them"):
        actions.move(
            appointment_request, "await_client", by=by, seen_version=appointment_request.version
        )
    assert fresh(appointment_request).answered_at is None


@pytest.mark.parametrize("event", ["waitlist", "decline"])
def test_step_with_a_mail_answers_once_the_mail_has_left(
    appointment_request, by, event, outbox_sent
):
    with time_machine.travel(timezone.now(), tick=False) as now:
        details = Details(text="Ask at Example House.")
        actions.move(
            appointment_request,
            event,
            by=by,
            seen_version=appointment_request.version,
            details=details,
        )
        assert fresh(appointment_request).answered_at is None
        now.shift(timedelta(minutes=3))
        outbox_sent()
        assert fresh(appointment_request).answered_at == timezone.now()


def test_desk_says_when_the_answer_leaves(appointment_request, by):
    now = timezone.now()
    send(appointment_request, by)
    clinic = ClinicDetails.current()
    assert answer_clock.status(fresh(appointment_request), clinic, now) == "leaving"
    assert answer_clock.status_text(fresh(appointment_request), clinic, now).startswith(
        "Answer leaves at "
    )
    # A worker that does not send must not hide what is owed.
    assert (
        answer_clock.status(fresh(appointment_request), clinic, now + timedelta(minutes=20))
        != "leaving"
    )


def lose(mail, problem):
    OutgoingEmail.objects.filter(pk=mail.pk).update(
        state="failed" if problem == "failed" else "sent",
        sent_at=None if problem == "failed" else mail.sent_at,
        problem="" if problem == "failed" else "bounced",
        problem_at=None if problem == "failed" else timezone.now(),
    )
    mail.refresh_from_db()
    undelivered.record_problem(mail)


@pytest.mark.parametrize("problem", ["failed", "bounced"])
def test_mail_that_came_back_is_no_answer(appointment_request, by, problem, outbox_sent):
    with time_machine.travel(timezone.now(), tick=False) as now:
        reply = send(appointment_request, by)
        now.shift(timedelta(minutes=4))
        if problem == "bounced":
            outbox_sent()
    assert bool(fresh(appointment_request).answered_at) is (problem == "bounced")
    reply.mail.refresh_from_db()
    lose(reply.mail, problem)
    found = fresh(appointment_request)
    assert (found.answered_at, found.answer_leaves_at) == (None, None)
    assert found.mail_problem_at


def test_earlier_answer_holds_when_a_later_mail_comes_back(appointment_request, by, outbox_sent):
    replies.record_spoken_answer(
        appointment_request,
        "Rang",
        by=by,
        seen_version=appointment_request.version,
        key=uuid.uuid4(),
    )
    first = fresh(appointment_request).answered_at
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False) as now:
        reply = send(appointment_request, by)
        now.shift(timedelta(minutes=4))
        outbox_sent()
    reply.mail.refresh_from_db()
    lose(reply.mail, "bounced")
    assert fresh(appointment_request).answered_at == first


def test_taken_back_reply_puts_back_the_unread_word_the_state_and_the_tick(appointment_request, by):
    link, _ = ClientLink.make(appointment_request)
    client_actions.add_word(link, "More", key=uuid.uuid4())
    wrote = fresh(appointment_request).client_wrote_at
    reply = send(appointment_request, by, ask_back=True)
    assert fresh(appointment_request).client_wrote_at is None
    replies.undo(reply, by=by)
    found = fresh(appointment_request)
    assert (found.client_wrote_at, found.state) == (wrote, "in_review")
    assert (found.answered_at, found.answer_leaves_at, found.clock_stopped_at) == (None,) * 3
    assert Reply.objects.get(pk=reply.pk).ask_back


def test_word_written_meanwhile_is_not_put_back_in_time(appointment_request, by):
    link, _ = ClientLink.make(appointment_request)
    client_actions.add_word(link, "More", key=uuid.uuid4())
    reply = send(appointment_request, by)
    client_actions.add_word(link, "Still more", key=uuid.uuid4())
    newer = fresh(appointment_request).client_wrote_at
    replies.undo(reply, by=by)
    assert fresh(appointment_request).client_wrote_at == newer


def test_answer_to_a_wrong_address_has_not_left(appointment_request, by):
    send(appointment_request, by)
    link, _ = ClientLink.make(appointment_request)
    client_actions.correct(link, {"email": "right@example.org"})
    assert fresh(appointment_request).answer_leaves_at is None
    assert fresh(appointment_request).answered_at is None


def test_fault_16_answer_that_came_back_at_once_is_no_answer(appointment_request, by, monkeypatch):
    """The report is there before our own record that the mail has left."""

    def send_and_bounce(message):
        words = {"MessageID": "late", "Metadata": message.metadata, "Email": message.to[0]}
        reports.report("postmark", reports.of_postmark("HardBounce") | words)
        return 1

    monkeypatch.setattr(EmailMultiAlternatives, "send", send_and_bounce)
    with time_machine.travel(timezone.now(), tick=False) as now:
        send(appointment_request, by)
        now.shift(timedelta(minutes=4))
        outbox.deliver_due()
    found = fresh(appointment_request)
    assert (found.answered_at, found.answer_leaves_at) == (None, None)
    assert found.mail_problem_at
