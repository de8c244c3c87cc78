"""Create very many subscribers quickly, and campaigns for them, in any process."""

import uuid

from django.utils import timezone

from newsletter import addresses
from newsletter.models import Subscriber
from newsletter.sending import campaigns
from tests.newsletter.factories import make_issue, make_user

AT_ONCE = 2000


def subscribe(number, start=0):
    """`number` confirmed people, readerN@example.org."""
    now = timezone.now()
    for first in range(start, start + number, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, start + number))
        Subscriber.objects.bulk_create([subscriber(n, now) for n in numbers])


def subscriber(number, now):
    email = f"reader{number}@example.org"
    return Subscriber(
        email=email,
        email_normalised=email,
        address_hash=addresses.keyed_hash(email),
        state="confirmed",
        confirmed_at=now,
    )


def release():
    """An issue prepared and released, under names that no other process makes."""
    name = uuid.uuid4().hex
    campaign = campaigns.prepare(make_issue(slug=name), by=make_user(username=f"{name}1"))
    campaigns.release(campaign, by=make_user(username=f"{name}2"))
    return campaign
