"""Concurrent threads, on both databases. Without `django_db`, so that commits are real."""

from datetime import timedelta

from django.utils import timezone

from clinic.models import OutgoingEmail
from newsletter.list import actions, erasing
from newsletter.models import Campaign, ConsentEvent, Delivery, Subscriber
from newsletter.sending import batches, campaigns, schedule
from newsletter.sending import worker as sending
from newsletter.sending.providers import Provider
from tests.newsletter.factories import (
    ask,
    make_issue,
    make_subscriber,
    make_user,
    release_campaign,
    start_campaign,
)


def send_all():
    while sending.send_due():
        pass


def failures(results):
    return [r for r in results if isinstance(r, Exception)]


def test_three_workers_send_to_each_person_once(at_once, fake_provider):
    for _ in range(150):
        make_subscriber()
    campaign = start_campaign()
    assert failures(at_once(*[send_all] * 3)) == []
    send_all()
    campaign.refresh_from_db()
    assert len(fake_provider.recipients) == len(set(fake_provider.recipients)) == 150
    assert (campaign.state, campaign.counts["accepted"]) == ("finished", 150)


def test_claims_at_once_share_nobody(at_once, fake_provider):
    for _ in range(60):
        make_subscriber()
    campaign = start_campaign()
    few = Provider("postmark", "", batch_size=20, sends_batches=True)
    results = at_once(*[lambda: batches.claim(campaign, few)] * 3)
    assert failures(results) == []
    taken = [d.pk for batch, _ in results for d in batches.deliveries_of(batch)]
    assert len(taken) == len(set(taken))


def test_four_clicks_prepare_one_campaign(at_once):
    """Pitfall 4."""
    issue, user = make_issue(), make_user()
    results = at_once(*[lambda: campaigns.prepare(issue, by=user)] * 4)
    refused = [r for r in results if isinstance(r, campaigns.AlreadySentError)]
    assert (len(refused), Campaign.objects.count()) == (3, 1)


def test_four_workers_begin_one_campaign(at_once):
    """Pitfall 4."""
    make_subscriber()
    campaign = release_campaign()
    results = at_once(*[lambda: schedule.begin(campaign)] * 4)
    assert sorted(results) == [False, False, False, True]
    assert Delivery.objects.count() == 1


def test_four_sign_ups_at_once_are_one_subscriber_and_one_mail(at_once):
    assert failures(at_once(*[ask] * 4)) == []
    assert Subscriber.objects.count() == 1
    assert OutgoingEmail.objects.count() == 1


def test_four_confirmations_at_once_are_one_yes(at_once):
    asked = ask()
    assert failures(at_once(*[lambda: actions.confirm(asked)] * 4)) == []
    assert ConsentEvent.objects.filter(kind="confirmed").count() == 1


def test_who_asks_while_their_old_asking_is_purged_is_pending(at_once):
    person = make_subscriber("pending", email="person@example.org")
    long_ago = timezone.now() - timedelta(days=99)
    Subscriber.objects.filter(pk=person.pk).update(created_at=long_ago)
    results = at_once(ask, erasing.purge_unconfirmed, ask, erasing.purge_unconfirmed)
    assert failures(results) == []
    held = Subscriber.objects.get(email_normalised="person@example.org")
    assert held.state == "pending"
    assert held.events.filter(kind="asked").count() == 2


def test_erased_twice_at_once_is_erased_once(at_once):
    person = make_subscriber()
    results = at_once(*[lambda: erasing.erase(person, method="link")] * 4)
    assert sorted(results) == [0, 0, 0, 1]
