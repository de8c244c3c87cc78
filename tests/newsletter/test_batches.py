"""Batches whose worker dies, whose answer is lost, or whose people leave meanwhile."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from newsletter.list import actions
from newsletter.models import Campaign, SendBatch, Subscriber
from newsletter.sending import batches, providers, results
from newsletter.sending import worker as sending
from tests.newsletter.senders import expire_leases, go_on, is_whole, people, send_all, states

pytestmark = pytest.mark.django_db

with_key = pytest.mark.parametrize("fake_provider", ["resend"], indirect=True)


def claimed(campaign):
    batch, _ = batches.claim(campaign, providers.current())
    return batch


def called(campaign, digest="0" * 64):
    """A batch whose worker died in the call; the provider never heard of it."""
    batch = claimed(campaign)
    batches.mark_called(batch, digest=digest, key_lifetime=providers.current().key_lifetime)
    expire_leases()
    return batch


@with_key
def test_worker_dead_in_the_call_is_asked_about_again(fake_provider, start, monkeypatch):
    """Pitfall 1: with a key nobody is missed."""
    subscribers = people(2)
    campaign = start()
    monkeypatch.setattr(batches, "close", lambda *args, **kwargs: None)
    monkeypatch.setattr(results, "accept", lambda *args: None)
    sending.send_batch(campaign)
    monkeypatch.undo()
    expire_leases()
    send_all()
    assert states(campaign) == {"accepted": 2}
    assert sorted(fake_provider.recipients) == sorted(s.email for s in subscribers)


@with_key
def test_key_never_goes_with_other_bytes(fake_provider, start):
    """Pitfall 16."""
    people(2)
    campaign = start()
    called(campaign)
    send_all()
    assert fake_provider.calls == []
    assert states(campaign) == {"in_doubt": 2}
    assert is_whole(campaign)


@with_key
def test_forgotten_key_leaves_people_in_doubt(fake_provider, start):
    people(2)
    fake_provider.script = [500]
    campaign = start()
    send_all()
    SendBatch.objects.update(replay_until=timezone.now())
    go_on(campaign)
    assert states(campaign) == {"in_doubt": 2}
    assert is_whole(campaign)


@with_key
def test_nobody_is_asked_about_again_who_has_left(fake_provider, start):
    """Pitfall 6: the same bytes would write to them."""
    leaves, _ = people(2)
    fake_provider.script = [500]
    campaign = start()
    send_all()
    actions.withdraw(leaves.public_id, method="link")
    go_on(campaign)
    assert fake_provider.calls == []
    assert states(campaign) == {"in_doubt": 2}


@with_key
def test_pause_does_not_leave_an_answer_open(fake_provider, start):
    """What was called for is cleared up, also while nothing new is sent."""
    people(2)
    fake_provider.script = ["accept, then hang up"]
    campaign = start()
    send_all()
    Campaign.objects.update(state="paused")
    go_on(campaign)
    assert states(campaign) == {"accepted": 2}


@with_key
def test_copy_of_the_database_asks_nobody(fake_provider, start, settings):
    """Pitfall 25."""
    people(2)
    fake_provider.script = [500]
    campaign = start()
    send_all()
    settings.SITE_URL = "https://copy.example.org"
    go_on(campaign)
    assert fake_provider.calls == []


def test_late_answer_clears_a_doubt(fake_provider, start):
    people(1)
    campaign = start()
    batch = called(campaign)
    send_all()
    assert states(campaign) == {"in_doubt": 1}
    results.accept(batch, {campaign.deliveries.get().pk: "late-1"})
    assert states(campaign) == {"accepted": 1}


def test_answer_for_people_of_another_batch_changes_nothing(fake_provider, start):
    people(1)
    campaign = start()
    claimed(campaign)
    other = SendBatch.objects.create(
        campaign=campaign, provider="x", lease_until=timezone.now() + timedelta(minutes=1)
    )
    results.accept(other, {campaign.deliveries.get().pk: "x"})
    assert states(campaign) == {"sending": 1}


def test_settled_people_stay_settled(fake_provider, start):
    people(1)
    campaign = start()
    batch = claimed(campaign)
    delivery = campaign.deliveries.get()
    results.settle(batch, [delivery.pk], "refused", reason="no")
    results.accept(batch, {delivery.pk: "x"})
    assert states(campaign) == {"refused": 1}


def test_claim_takes_what_one_call_can_carry(fake_provider, start):
    people(3)
    campaign = start()
    heavy = providers.Provider(
        "postmark", "", batch_size=100, sends_batches=True, max_call_bytes=50_000
    )
    size = len(campaign.text) + len(campaign.html)
    batch, _ = batches.claim(campaign, heavy)
    assert batch.deliveries.count() == min(3, max(1, 50_000 // size))


def test_suppressed_are_left_out_with_another_reason(fake_provider, start):
    from tests.newsletter.factories import suppress

    leaves, complains, stays = people(3)
    campaign = start()
    actions.withdraw(leaves.public_id, method="link")
    suppress(complains)
    assert batches.claim(campaign, providers.current())[1] == 2
    reasons = dict(campaign.deliveries.values_list("subscriber", "reason"))
    assert reasons[leaves.pk] == "left the list meanwhile"
    assert reasons[complains.pk] == "reported us or bounced meanwhile"
    assert reasons[stays.pk] == ""


def test_claim_of_people_who_all_left_makes_no_batch(fake_provider, start):
    people(2)
    campaign = start()
    Subscriber.objects.update(state="withdrawn", withdrawn_at=timezone.now())
    assert batches.claim(campaign, providers.current()) == (None, 2)
    assert not SendBatch.objects.exists()


def test_database_refuses_a_replay_without_a_digest(start):
    campaign = start()
    with pytest.raises(IntegrityError), transaction.atomic():
        SendBatch.objects.create(campaign=campaign, provider="x", state="replay")
