from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from clinic.models import AccessLog, OutgoingEmail
from newsletter import addresses
from newsletter.list import actions, erasing
from newsletter.models import ConsentEvent, Delivery, Subscriber, Suppression
from tests.newsletter.factories import (
    STATES,
    ask,
    erase,
    make_person,
    make_subscriber,
    make_user,
    suppress,
)

pytestmark = pytest.mark.django_db


def everything():
    """All rows in which a person's address could stand, as text."""
    models = (Subscriber, ConsentEvent, Suppression, Delivery, OutgoingEmail, AccessLog)
    return " ".join(str(v) for m in models for row in m.objects.values() for v in row.values())


def test_erase_leaves_the_address_nowhere(start):
    person = ask("Gone@example.org").subscriber
    actions.confirm(person.events.get())
    start()
    erase(person)
    assert "gone@example.org" not in everything().lower()
    assert Delivery.objects.get().email_normalised == f"erased:{Delivery.objects.get().pk}"


def test_erase_keeps_the_proof_for_a_pseudonym():
    """Pitfall 24."""
    asked = ask()
    actions.confirm(asked)
    erase(asked.subscriber)
    events = Subscriber.objects.get(state="erased").events.all()
    assert [e.kind for e in events] == ["asked", "confirmed", "erased"]
    assert events[0].wording_text == asked.wording_text


def test_erase_twice_is_once():
    person = make_subscriber()
    assert (erasing.erase(person, method="link"), erasing.erase(person, method="link")) == (1, 0)
    assert ConsentEvent.objects.count() == Suppression.objects.count() == 1


def test_erase_keeps_the_graver_reason():
    person = make_subscriber()
    suppress(person)
    erase(person)
    assert Suppression.objects.get().reason == "complaint"


def test_erase_takes_the_addresses_this_one_replaced():
    old = make_subscriber(email="old@example.org")
    asked = ask("new@example.org", replaces=old)
    actions.confirm(asked)
    assert erasing.erase(asked.subscriber, method="link") == 2
    assert "old@example.org" not in everything()


def test_erase_does_not_reach_an_address_it_only_asked_to_replace():
    other = make_subscriber()
    asked = ask("stranger@example.org", replaces=other)
    erase(asked.subscriber)
    other.refresh_from_db()
    assert other.state == "confirmed"


def test_erased_person_may_come_back_by_their_own_yes_only():
    email = make_person("erased")
    asked = ask(email)
    assert not Subscriber.objects.reachable().exists()
    assert actions.confirm(asked).state == "confirmed"
    assert not Suppression.objects.exists()


def test_link_from_before_the_erasure_confirms_nothing():
    asked = ask()
    erase(asked.subscriber)
    with pytest.raises(actions.StaleLinkError):
        actions.confirm(asked)


@pytest.mark.parametrize("late", ["withdraw", "complaint"])
def test_what_comes_in_after_an_erasure_changes_nothing(late):
    person = make_subscriber()
    erase(person)
    if late == "withdraw":
        actions.withdraw(person.public_id, method="one_click")
    else:
        suppress(person)
    person.refresh_from_db()
    assert (person.state, person.events.count()) == ("erased", 1)


@pytest.mark.parametrize("state", STATES)
def test_never_write_holds_for_every_address(state):
    email = make_person(state)
    for _ in range(2):
        erasing.never_write(email.upper(), by=make_user())
    suppression = Suppression.objects.get()
    assert suppression.address_hash == addresses.keyed_hash(email)
    assert suppression.reason == "objected"
    assert not Subscriber.objects.reachable().exists()
    assert ConsentEvent.objects.filter(kind="objected").count() == (state not in ("new", "erased"))


def test_never_write_says_who_did_it():
    by = make_user()
    erasing.never_write("stranger@example.org", by=by)
    entry = AccessLog.objects.get()
    assert (entry.actor, entry.about) == (by, f"suppression:{Suppression.objects.get().pk}")
    assert "stranger" not in everything()


def test_never_write_takes_addresses_only():
    with pytest.raises(ValidationError):
        erasing.never_write("no address", by=make_user())


def pending(*, days):
    """Somebody whose first asking is so long ago."""
    person = make_subscriber("pending")
    Subscriber.objects.filter(pk=person.pk).update(created_at=timezone.now() - timedelta(days=days))
    return person


def test_purge_forgets_the_unconfirmed_and_their_hash():
    """Pitfall 20."""
    person = pending(days=15)
    assert erasing.purge_unconfirmed() == 1
    person.refresh_from_db()
    assert (person.state, person.email, person.address_hash) == ("erased", "", "")
    assert person.events.get().method == "time"
    assert not Suppression.objects.exists()
    assert erasing.purge_unconfirmed() == 0


@pytest.mark.parametrize("state", ["confirmed", "withdrawn"])
def test_purge_leaves_everybody_else(state):
    person = make_subscriber(state)
    Subscriber.objects.filter(pk=person.pk).update(created_at=timezone.now() - timedelta(days=99))
    assert erasing.purge_unconfirmed() == 0


def test_purge_leaves_who_asked_lately():
    pending(days=13)
    again = pending(days=90)
    ask(again.email)
    assert erasing.purge_unconfirmed() == 0


def test_link_can_be_confirmed_as_long_as_it_works():
    from newsletter import emails

    assert erasing.UNCONFIRMED_RETENTION > emails.CONFIRM_WITHIN


def test_purged_address_is_new_again(outbox_sent):
    person = pending(days=15)
    erasing.purge_unconfirmed()
    assert actions.confirm(ask(person.email)).state == "confirmed"


def test_mails_to_strangers_are_forgotten():
    old = OutgoingEmail.objects.create(kind="newsletter/nothing-held", to="a@example.org")
    OutgoingEmail.objects.create(kind="newsletter/nothing-held", to="b@example.org")
    OutgoingEmail.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=15))
    assert erasing.delete_nothing_held_mails() == 1
    assert OutgoingEmail.objects.get().to == "b@example.org"
