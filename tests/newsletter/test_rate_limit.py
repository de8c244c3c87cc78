import pytest
from django.utils import timezone

from newsletter.models import ProviderPace
from newsletter.sending import rate_limit
from tests.newsletter.senders import people, send_all, states

pytestmark = pytest.mark.django_db


def a_minute_passes():
    ProviderPace.objects.update(next_at=timezone.now())


def test_without_a_limit_everything_goes(settings):
    settings.NEWSLETTER_PER_MINUTE = 0
    assert all(rate_limit.allows("postmark", 1000) for _ in range(5))
    assert not ProviderPace.objects.exists()


def test_workers_share_one_clock(settings):
    settings.NEWSLETTER_PER_MINUTE = 60
    assert rate_limit.allows("postmark", 30)
    assert not rate_limit.allows("postmark", 1)
    seconds = (ProviderPace.objects.get().next_at - timezone.now()).total_seconds()
    assert 25 < seconds <= 30


def test_providers_have_clocks_of_their_own(settings):
    settings.NEWSLETTER_PER_MINUTE = 60
    assert rate_limit.allows("postmark", 30)
    assert rate_limit.allows("resend", 30)


def test_campaign_keeps_to_the_pace(fake_provider, start, settings):
    settings.NEWSLETTER_PER_MINUTE, settings.NEWSLETTER_BATCH = 2, 2
    people(4)
    campaign = start()
    send_all()
    assert states(campaign) == {"accepted": 2, "queued": 2}
    a_minute_passes()
    send_all()
    assert states(campaign) == {"accepted": 4}
