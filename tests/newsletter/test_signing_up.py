from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from newsletter import emails
from newsletter.list import signing_up
from newsletter.models import Subscriber
from tests.newsletter.factories import STATES, ask, make_person, make_subscriber

pytestmark = pytest.mark.django_db


def test_ask_keeps_words_place_and_time():
    event = ask()
    assert event.wording_text == event.wording.text
    assert (event.placement, event.page_path) == ("footer", "/therapies/")
    assert event.at <= timezone.now()


def test_ask_subscribes_nobody():
    assert ask().subscriber.state == Subscriber.State.PENDING


@pytest.mark.parametrize("state", STATES)
def test_ask_offers_the_yes_to_all_but_the_confirmed(state, outbox_sent):
    ask(make_person(state))
    link = "/newsletter/unsubscribe/" if state == "confirmed" else "/newsletter/confirm/"
    assert link in outbox_sent()[0].body


@pytest.mark.parametrize("state", STATES)
def test_ask_sends_one_mail_an_hour_whoever_asks(state, outbox_sent):
    """Pitfall 20."""
    email = make_person(state)
    ask(email)
    ask(email)
    assert [m.to for m in outbox_sent()] == [[email]]


def test_ask_sends_again_after_an_hour(outbox_sent):
    subscriber = ask().subscriber
    Subscriber.objects.filter(pk=subscriber.pk).update(
        answered_at=timezone.now() - timedelta(minutes=61)
    )
    ask()
    assert len(outbox_sent()) == 2


def test_ask_of_a_complainer_sends_no_second_mail_after_an_hour(outbox_sent):
    """Pitfall 18."""
    email = make_person("suppressed")
    ask(email)
    Subscriber.objects.update(answered_at=timezone.now() - timedelta(hours=2))
    ask(email)
    assert len(outbox_sent()) == 1


def test_ask_never_demotes_a_confirmed_person():
    """Pitfall 18."""
    subscriber = make_subscriber("confirmed")
    ask(subscriber.email.upper())
    subscriber.refresh_from_db()
    assert subscriber.state == Subscriber.State.CONFIRMED
    assert Subscriber.objects.count() == 1


def test_ask_refuses_a_network_that_signs_up_too_many():
    """Pitfall 20."""
    for number in range(60):
        ask(f"person{number}@example.org")
    with pytest.raises(signing_up.TooManyError):
        ask("last@example.org")


def test_confirmation_mail_is_neutral_and_not_marketing(outbox_sent):
    """Pitfall 29."""
    ask()
    mail = outbox_sent()[0]
    assert mail.subject == "Please confirm your email address"
    assert "/newsletter/confirm/" in mail.body
    assert "appointment" not in mail.body.lower()


def test_confirmation_overtakes_other_mails():
    from clinic.models import OutgoingEmail

    ask()
    assert OutgoingEmail.objects.get().priority == emails.PRIORITY > 0


def test_ask_keeps_the_language_of_the_page():
    assert ask().language == "en-AU"


def test_ask_mails_one_address_a_few_times_a_day_whoever_asks(outbox_sent):
    for number in range(signing_up.MAILS_PER_DAY + 2):
        Subscriber.objects.update(answered_at=None)
        ask(network=f"192.0.2.{number}")
    assert len(outbox_sent()) == signing_up.MAILS_PER_DAY


def test_fault_19_one_mailbox_gets_few_mails_whatever_stands_after_its_plus(outbox_sent):
    for number in range(signing_up.MAILS_PER_DAY + 5):
        ask(f"victim+{number}@example.org", network=f"192.0.2.{number}")
    assert len(outbox_sent()) == signing_up.MAILS_PER_DAY


def test_ask_refuses_when_all_networks_together_ask_too_much(monkeypatch):
    monkeypatch.setattr(signing_up, "EVERYWHERE", ((2, timedelta(days=1)),))
    for number in range(2):
        ask(f"person{number}@example.org", network=f"192.0.2.{number}")
    with pytest.raises(signing_up.TooManyError):
        ask("last@example.org", network="192.0.2.9")


def test_ask_counts_only_what_was_stored(monkeypatch):
    monkeypatch.setattr(signing_up, "PER_NETWORK", ((1, timedelta(days=1)),))
    with transaction.atomic():
        ask()
        transaction.set_rollback(True)
    assert ask().pk


def test_fault_20_letter_that_folds_to_ours_blocks_nobody(outbox_sent):
    """A row that an older version kept: its address was made small, and so became another's."""
    Subscriber.objects.create(email="\u212aate@example.org")
    Subscriber.objects.update(email_normalised="kate@example.org")
    asked = ask("kate@example.org")
    assert asked.subscriber.email_normalised == "kate@example.org"
    assert [message.to for message in outbox_sent()] == [["kate@example.org"]]


def test_fault_20_letter_that_folds_to_ours_is_another_address():
    Subscriber.objects.create(email="\u212aate@example.org")
    ask("kate@example.org")
    assert Subscriber.objects.count() == 2
