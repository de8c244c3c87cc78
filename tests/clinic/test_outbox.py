from datetime import timedelta

import pytest
from anymail.exceptions import AnymailAPIError, AnymailRecipientsRefused
from django.core.exceptions import ValidationError
from django.core.mail import get_connection
from django.db import transaction
from django.template import engines
from django.utils import timezone

from clinic import work
from clinic.mail import outbox
from clinic.models import OutgoingEmail

State = OutgoingEmail.State
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def letter(settings, tmp_path):
    """A mail of our own: three files in a folder."""
    folder = tmp_path / "room" / "emails" / "letter"
    folder.mkdir(parents=True)
    (folder / "subject.txt").write_text("About {{ what }}\n")
    (folder / "body.txt").write_text("Dear reader, {{ what }}.\n")
    (folder / "body.html").write_text("<p>Dear reader, {{ what }}.</p>")
    dirs = engines["django"].engine.dirs
    dirs.insert(0, str(tmp_path))
    for loader in engines["django"].engine.template_loaders:
        loader.reset()
    yield
    dirs.remove(str(tmp_path))


def queue(**changes):
    values = {"to": "a@example.org", "context": {"what": "tea"}} | changes
    return outbox.queue("room/letter", values.pop("to"), values.pop("context"), **values)


@pytest.mark.parametrize(
    ("sender", "seen", "domain"),
    [
        ("", "Mind Matters Psychology <hello@example.org>", "testserver"),
        ("Reception", "Reception <hello@example.org>", "testserver"),
        ("Reception <post@kestrel.example>",) * 2 + ("kestrel.example",),
    ],
)
def test_sender_with_an_address_of_its_own_names_no_other_domain(sender, seen, domain, outbox_sent):
    queue(sender=sender)
    (message,) = outbox_sent()
    assert message.from_email == seen
    assert message.extra_headers["Message-ID"].endswith(f"@{domain}>")


def test_queue_composes_from_three_files():
    email = queue()
    assert (email.subject, email.text) == ("About tea", "Dear reader, tea.\n")
    assert email.html == "<p>Dear reader, tea.</p>"


def test_queue_rolls_back_with_its_transaction():
    with transaction.atomic():
        queue()
        transaction.set_rollback(True)
    assert not OutgoingEmail.objects.exists()


def test_queue_keeps_the_subject_on_one_line():
    assert queue(context={"what": "tea\r\nBcc: x@example.org"}).subject == (
        "About tea Bcc: x@example.org"
    )


@pytest.mark.parametrize("address", ["a@example.org\nBcc: b@example.org", "a b@example.org", ""])
def test_queue_refuses_an_address_that_is_none(address):
    with pytest.raises(ValidationError):
        queue(to=address)


def test_deliver_sends_once_and_forgets_the_text(mailoutbox):
    email = queue()
    assert outbox.deliver_due() == 1
    assert outbox.deliver_due() == 0
    email.refresh_from_db()
    assert (email.state, email.text, email.html) == (State.SENT, "", "")
    assert [m.to for m in mailoutbox] == [["a@example.org"]]


def test_deliver_marks_mail_as_automatic(mailoutbox):
    email = queue()
    outbox.deliver_due()
    headers = mailoutbox[0].message()
    assert headers["Auto-Submitted"] == "auto-generated"
    assert str(email.id) in headers["Message-ID"]


def test_deliver_sends_urgent_mail_first(mailoutbox):
    queue(to="later@example.org")
    queue(to="first@example.org", priority=10)
    outbox.deliver_due()
    assert [m.to[0] for m in mailoutbox] == ["first@example.org", "later@example.org"]


class RefusingBackend:
    error: Exception

    def __init__(self, **kwargs):
        pass

    def send_messages(self, messages):
        raise type(self).error


@pytest.fixture
def provider_says(settings):
    def say(error):
        RefusingBackend.error = error
        settings.EMAIL_BACKEND = f"{__name__}.RefusingBackend"

    return say


def api_error(status):
    error = AnymailAPIError("a@example.org was not accepted")
    error.status_code = status
    return error


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (api_error(503), State.RETRYING),
        (api_error(429), State.RETRYING),
        (api_error(401), State.RETRYING),
        (TimeoutError(), State.RETRYING),
        (api_error(422), State.FAILED),
        (AnymailRecipientsRefused(), State.FAILED),
    ],
)
def test_deliver_failure_ends_in_the_right_state(provider_says, error, state):
    email = queue()
    provider_says(error)
    outbox.deliver_due()
    email.refresh_from_db()
    assert email.state == state
    assert "example.org" not in email.last_error


def test_deliver_waits_before_it_tries_again(provider_says, mailoutbox, settings):
    backend = settings.EMAIL_BACKEND
    email = queue()
    provider_says(api_error(503))
    outbox.deliver_due()
    settings.EMAIL_BACKEND = backend
    assert outbox.deliver_due() == 0
    OutgoingEmail.objects.filter(pk=email.pk).update(due_at=timezone.now())
    assert outbox.deliver_due() == 1


def test_deliver_gives_up_after_many_tries(provider_says):
    email = queue()
    OutgoingEmail.objects.filter(pk=email.pk).update(attempts=outbox.MAX_ATTEMPTS - 1)
    provider_says(api_error(503))
    outbox.deliver_due()
    email.refresh_from_db()
    assert email.state == State.FAILED


def test_deliver_takes_over_from_a_dead_worker(mailoutbox):
    email = queue()
    late = timezone.now() - timedelta(seconds=1)
    OutgoingEmail.objects.filter(pk=email.pk).update(state=State.SENDING, lease_until=late)
    outbox.deliver_due()
    assert len(mailoutbox) == 1


def test_deliver_leaves_what_another_worker_holds(mailoutbox):
    email = queue()
    later = timezone.now() + timedelta(minutes=1)
    OutgoingEmail.objects.filter(pk=email.pk).update(state=State.SENDING, lease_until=later)
    assert outbox.deliver_due() == 0


def test_late_worker_does_not_undo_what_another_recorded(monkeypatch):
    email = queue()

    def slow_send(self):
        # Meanwhile the lease ran out and another worker sent it.
        OutgoingEmail.objects.filter(pk=email.pk).update(lease_until=timezone.now())
        raise TimeoutError

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", slow_send)
    outbox.deliver_due()
    email.refresh_from_db()
    assert (email.state, email.attempts) == (State.SENDING, 0)


def claimed():
    return work.claim(OutgoingEmail.objects.all(), 1, lease=outbox.LEASE, state=State.SENDING)[0]


def test_cancelled_mail_is_not_sent_by_who_holds_it(mailoutbox):
    queue()
    held = claimed()
    assert outbox.cancel(OutgoingEmail.objects.all()) == 1
    outbox._deliver(held)
    email = OutgoingEmail.objects.get()
    assert (len(mailoutbox), email.state, email.text, email.html) == (0, State.CANCELLED, "", "")


def test_cancelled_mail_of_a_dead_worker_is_not_taken_over(mailoutbox):
    queue()
    OutgoingEmail.objects.update(state=State.SENDING, lease_until=timezone.now() - outbox.LEASE)
    outbox.cancel(OutgoingEmail.objects.all())
    assert (outbox.deliver_due(), len(mailoutbox)) == (0, 0)


def test_cancel_leaves_what_has_its_end(mailoutbox):
    queue()
    outbox.deliver_due()
    assert outbox.cancel(OutgoingEmail.objects.all()) == 0
    assert OutgoingEmail.objects.get().state == State.SENT


def test_erased_mail_is_not_sent_by_who_holds_it(mailoutbox):
    queue()
    held = claimed()
    OutgoingEmail.objects.all().delete()
    outbox._deliver(held)
    assert not mailoutbox


def test_try_again_queues_only_what_was_given_up():
    given_up, waiting = queue(), queue()
    OutgoingEmail.objects.filter(pk=given_up.pk).update(state=State.FAILED, attempts=24)
    assert outbox.retry(OutgoingEmail.objects.all()) == 1
    given_up.refresh_from_db()
    assert (given_up.state, given_up.attempts) == (State.QUEUED, 0)
    assert waiting.state == State.QUEUED


def test_pause_grows_and_ends():
    pauses = [outbox.retry_delay(n) for n in range(1, 12)]
    assert pauses[0] == timedelta(seconds=30)
    assert pauses == sorted(pauses)
    assert pauses[-1] == timedelta(hours=2)


@pytest.mark.parametrize(
    ("backend", "keys"),
    [
        ("django.core.mail.backends.smtp.EmailBackend", {}),
        ("anymail.backends.postmark.EmailBackend", {"server_token": "x"}),
    ],
)
def test_network_of_a_mail_may_hang_ten_seconds(backend, keys):
    """A pass of the worker must end before its lease does."""
    seconds = get_connection(backend, **keys).timeout
    assert seconds == 10
    assert outbox.BATCH_SIZE * seconds < outbox.LEASE.total_seconds()
