"""A mail server that takes its time, over a real socket."""

import socket
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from clinic import work
from clinic.mail import outbox, smtp_backend
from clinic.models import OutgoingEmail
from newsletter.sending import batches

ANSWERS = {
    "EHLO": "250 here",
    "MAIL": "250 ok",
    "RCPT": "250 ok",
    "DATA": "354 go",
    "QUIT": "221 bye",
}


class SlowServer:
    """Speaks SMTP to one visitor after the other; says no more, or half of it, at one point."""

    def __init__(self, stalls, *, before="", drips=False):
        self.stalls, self.before, self.drips = stalls, before, drips
        self.over = threading.Event()
        self.taken = []
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                visitor = self.listening.accept()[0]
            except OSError:
                return
            with visitor, visitor.makefile("rb") as lines:
                try:
                    self._talk(visitor, lines)
                except OSError:
                    continue

    def _talk(self, visitor, lines):
        self._say(visitor, "HELLO", "220 here")
        for line in lines:
            word = line.decode().split()[0].upper()
            self._say(visitor, word, ANSWERS.get(word, "250 ok"))
            if word == "DATA":
                self.taken.append(b"".join(iter(lines.readline, b".\r\n")))
                self._say(visitor, "END", "250 taken")
            if word == "QUIT":
                return

    def _say(self, visitor, word, answer):
        if word == self.before:
            if self.drips:
                visitor.sendall(answer[:2].encode())
            self.stalls()
            self.over.wait(60)
        visitor.sendall(f"{answer}\r\n".encode())

    def close(self):
        self.over.set()
        self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()


class Deadline:
    """A timer that ends when the server has stalled, not after a while."""

    latest = None

    def __init__(self, seconds, act):
        Deadline.latest, self.act = self, act

    def start(self):
        pass

    def cancel(self):
        pass


@pytest.fixture
def server(settings, monkeypatch):
    servers = []
    monkeypatch.setattr(smtp_backend.threading, "Timer", Deadline)

    def start(**how):
        servers.append(SlowServer(lambda: Deadline.latest.act(), **how))
        settings.EMAIL_BACKEND = "clinic.mail.smtp_backend.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", servers[-1].port
        return servers[-1]

    yield start
    for each in servers:
        each.close()


def send():
    return mail.EmailMessage("s", "t", "a@example.org", ["b@example.org"]).send()


def test_mail_reaches_a_server_in_good_time(server):
    found = server()
    assert send() == 1
    assert b"Subject: s" in found.taken[0]


@pytest.mark.parametrize("drips", [False, True])
@pytest.mark.parametrize("before", ["HELLO", "EHLO", "MAIL", "RCPT", "DATA", "END"])
def test_fault_18_a_mail_has_one_deadline(server, before, drips):
    found = server(before=before, drips=drips)
    with pytest.raises(OSError):
        send()
    assert not found.over.is_set()


def test_fault_18_a_server_slow_to_say_goodbye_has_the_mail(server):
    found = server(before="QUIT")
    assert send() == 1
    assert len(found.taken) == 1


def queue(count):
    mails = [
        OutgoingEmail(kind="room/letter", to=f"p{n}@example.org", subject="s", text="t")
        for n in range(count)
    ]
    return outbox.put(mails)


def test_fault_18_five_deadlines_fit_into_a_lease():
    assert outbox.LEASE.total_seconds() > outbox.BATCH_SIZE * smtp_backend.DEADLINE_SECONDS
    assert batches.LEASE.total_seconds() > smtp_backend.DEADLINE_SECONDS


@pytest.mark.django_db
def test_fault_18_the_worker_says_between_mails_that_it_lives(monkeypatch):
    said = []
    monkeypatch.setattr(work, "record_heartbeat", lambda: said.append(1))
    monkeypatch.setattr(work.heartbeat, "INTERVAL", 0)
    work.heartbeat.restart()
    queue(3)
    outbox.deliver_due()
    assert len(said) >= 3


@pytest.mark.django_db
def test_fault_18_a_mail_behind_a_slow_one_is_sent_once(monkeypatch, mailoutbox):
    """While the first is being sent, the lease of the second ends, and another worker comes."""
    queue(2)
    deliver, seen = outbox._deliver, []

    def slow(email):
        seen.append(email.pk)
        if len(seen) == 2:
            OutgoingEmail.objects.filter(pk=email.pk).update(
                lease_until=timezone.now() - timedelta(seconds=1)
            )
            outbox.deliver_due()  # the other worker
        deliver(email)

    monkeypatch.setattr(outbox, "_deliver", slow)
    outbox.deliver_due()
    assert len(mailoutbox) == 2


@pytest.mark.django_db
def test_fault_18_a_lease_is_taken_anew_before_each_mail(monkeypatch, mailoutbox):
    (one,) = queue(1)
    leases = []

    def message(email):
        leases.append(OutgoingEmail.objects.get(pk=one.pk).lease_until)
        return build(email)

    build = outbox._message
    monkeypatch.setattr(outbox, "_message", message)
    monkeypatch.setattr(outbox.work, "claim", lambda *_, **__: claimed())

    def claimed():
        old = timezone.now() + timedelta(seconds=1)
        OutgoingEmail.objects.filter(pk=one.pk).update(state="sending", lease_until=old)
        return [OutgoingEmail.objects.get(pk=one.pk)]

    outbox.deliver_due()
    assert leases[0] > timezone.now() + timedelta(seconds=60)
    assert OutgoingEmail.objects.get(pk=one.pk).state == "sent"
