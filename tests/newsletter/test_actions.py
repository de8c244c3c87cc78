from datetime import timedelta

import pytest
from django.utils import timezone

from newsletter import actions, emails
from newsletter.models import ConsentEvent, Subscriber, Suppression
from tests.newsletter.factories import STATES, ask, make_person, make_subscriber, suppress

pytestmark = pytest.mark.django_db


def kinds(subscriber):
    return list(subscriber.events.values_list("kind", flat=True))


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
    email = make_person("suppressed")
    ask(email)
    Subscriber.objects.update(answered_at=timezone.now() - timedelta(hours=2))
    ask(email)
    assert len(outbox_sent()) == 1


def test_ask_never_demotes_a_confirmed_person():
    subscriber = make_subscriber("confirmed")
    ask(subscriber.email.upper())
    subscriber.refresh_from_db()
    assert subscriber.state == Subscriber.State.CONFIRMED
    assert Subscriber.objects.count() == 1


def test_ask_refuses_a_network_that_signs_up_too_many():
    for number in range(60):
        ask(f"person{number}@example.org")
    with pytest.raises(actions.TooManyError):
        ask("last@example.org")


def test_confirm_twice_is_once():
    asked = ask()
    actions.confirm(asked)
    actions.confirm(asked)
    assert kinds(asked.subscriber) == ["asked", "confirmed"]


def test_confirm_records_the_words_of_the_asking():
    asked = ask()
    actions.confirm(asked)
    confirmed = ConsentEvent.objects.get(kind="confirmed")
    assert confirmed.wording_text == asked.wording_text
    assert confirmed.page_path == "/therapies/"


def test_confirm_lifts_a_suppression():
    email = make_person("suppressed")
    actions.confirm(ask(email))
    assert not Suppression.objects.exists()


def test_confirm_of_an_asking_before_the_withdrawal_is_stale():
    asked = ask()
    actions.withdraw(asked.subscriber.public_id, method="link")
    with pytest.raises(actions.StaleLinkError):
        actions.confirm(asked)


def test_withdrawn_person_may_come_back():
    subscriber = make_subscriber("withdrawn")
    actions.confirm(ask(subscriber.email))
    subscriber.refresh_from_db()
    assert subscriber.state == "confirmed"
    assert subscriber.withdrawn_at is None


def test_withdraw_twice_is_once():
    subscriber = make_subscriber()
    for _ in range(2):
        actions.withdraw(subscriber.public_id, method="one_click")
    assert kinds(subscriber) == ["withdrawn"]


def test_suppress_twice_is_once():
    subscriber = make_subscriber()
    suppress(subscriber)
    suppress(subscriber)
    assert kinds(subscriber) == ["complained"]
    assert Suppression.objects.count() == 1


def test_late_bounce_does_not_undo_a_newer_yes():
    subscriber = make_subscriber()
    earlier = subscriber.confirmed_at - timedelta(days=1)
    actions.suppress(subscriber, reason="hard_bounce", at=earlier)
    assert not Suppression.objects.exists()


def test_confirmation_mail_is_neutral_and_not_marketing(outbox_sent):
    ask()
    mail = outbox_sent()[0]
    assert mail.subject == "Please confirm your email address"
    assert "/newsletter/confirm/" in mail.body
    assert "appointment" not in mail.body.lower()


def test_confirmation_overtakes_other_mails():
    from clinic.models import OutgoingEmail

    ask()
    assert OutgoingEmail.objects.get().priority == emails.PRIORITY > 0
