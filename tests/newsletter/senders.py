"""Helpers for tests of sending."""

from django.utils import timezone

from newsletter.models import Campaign, SendBatch
from newsletter.sending import worker as sending
from tests.newsletter.factories import make_subscriber


def people(number):
    return [make_subscriber() for _ in range(number)]


def send_all():
    while sending.send_due():
        pass


def go_on(campaign):
    """End all pauses and send."""
    Campaign.objects.filter(pk=campaign.pk).update(resume_at=timezone.now())
    SendBatch.objects.filter(state="replay").update(replay_at=timezone.now())
    send_all()


def expire_leases():
    """Expire the leases, as if the workers had died."""
    SendBatch.objects.filter(state="calling").update(lease_until=timezone.now())


def states(campaign):
    return {state: n for state, n in campaign.counts.items() if n}


def is_whole(campaign):
    """Whether the campaign is finished and its counts add up to `planned`."""
    campaign.refresh_from_db()
    return campaign.state == "finished" and sum(campaign.counts.values()) == campaign.planned
