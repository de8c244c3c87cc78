from datetime import timedelta

import pytest

from newsletter.list import actions
from newsletter.models import ConsentEvent, Suppression
from tests.newsletter.factories import ask, make_person, make_subscriber, suppress

pytestmark = pytest.mark.django_db


def kinds(subscriber):
    return list(subscriber.events.values_list("kind", flat=True))


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
    """Pitfall 18."""
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


def test_confirm_of_a_corrected_address_takes_the_old_one_off(outbox_sent):
    old = make_subscriber()
    asked = ask("new@example.org", replaces=old)
    assert actions.confirm(asked).state == "confirmed"
    actions.confirm(asked)
    old.refresh_from_db()
    assert (old.state, kinds(old)) == ("withdrawn", ["withdrawn"])
    assert asked.subscriber.events.get(kind="confirmed").replaces == old


def test_correction_to_a_confirmed_address_is_asked_there_too(outbox_sent):
    old, other = make_subscriber(), make_subscriber()
    asked = ask(other.email, replaces=old)
    assert "/newsletter/confirm/" in outbox_sent()[0].body
    actions.confirm(asked)
    old.refresh_from_db()
    assert (old.state, kinds(other)) == ("withdrawn", ["asked", "confirmed"])
