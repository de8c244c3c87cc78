from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.utils import timezone

from clinic.models import CrisisLine
from newsletter.models import Campaign, Delivery
from newsletter.sending import audience, campaigns, schedule
from newsletter.sending import worker as sending
from tests.newsletter.factories import (
    make_subscriber,
    make_user,
    prepare_campaign,
    release_campaign,
)
from tests.newsletter.senders import people, send_all

pytestmark = pytest.mark.django_db


def test_nothing_begins_before_its_time(fake_provider):
    people(1)
    campaign = release_campaign(at=timezone.now() + timedelta(hours=1))
    send_all()
    campaign.refresh_from_db()
    assert campaign.state == "scheduled"
    assert not Delivery.objects.exists()


def test_who_joins_before_it_begins_gets_it(fake_provider):
    """The words are frozen with the release, the audience when sending begins."""
    campaign = release_campaign()
    make_subscriber()
    send_all()
    campaign.refresh_from_db()
    assert (campaign.state, campaign.planned) == ("finished", 1)


def test_hours_late_asks_a_person(fake_provider):
    """Pitfall 25: a site that comes back at night writes to nobody by itself."""
    people(1)
    campaign = release_campaign(at=timezone.now() - schedule.MAX_DELAY - timedelta(minutes=1))
    send_all()
    campaign.refresh_from_db()
    assert (campaign.state, fake_provider.calls) == ("overdue", [])
    assert campaigns.send_now(campaign)
    send_all()
    assert len(fake_provider.recipients) == 1


def test_minutes_late_is_on_time(fake_provider):
    people(1)
    release_campaign(at=timezone.now() - timedelta(minutes=20))
    send_all()
    assert len(fake_provider.recipients) == 1


def test_page_taken_down_meanwhile_asks_a_person(fake_provider):
    campaign = release_campaign()
    campaign.issue.unpublish()
    send_all()
    campaign.refresh_from_db()
    assert campaign.state == "overdue"
    assert "not published" in campaign.last_error


def test_crisis_number_that_changed_meanwhile_asks_a_person(fake_provider):
    people(1)
    campaign = release_campaign()
    CrisisLine.objects.filter(name="Lifeline").update(phone="13 99 99")
    send_all()
    campaign.refresh_from_db()
    assert (campaign.state, fake_provider.calls) == ("overdue", [])
    assert "13 11 14: Clinic details give 13 99 99 for Lifeline." in campaign.last_error


def test_words_changed_in_the_database_are_not_sent(fake_provider):
    """Pitfall 28."""
    people(1)
    campaign = release_campaign()
    Campaign.objects.update(html="<p>Other words</p>")
    send_all()
    campaign.refresh_from_db()
    assert campaign.state == "overdue"


def test_copy_of_the_database_begins_nothing(fake_provider, settings):
    """Pitfall 25: the environment is part of the release."""
    people(1)
    release_campaign()
    settings.SITE_URL = "https://copy.example.org"
    send_all()
    assert not Delivery.objects.exists()


def test_copy_of_the_database_goes_on_with_nothing(fake_provider, start, settings):
    people(1)
    campaign = start()
    settings.SITE_URL = "https://copy.example.org"
    send_all()
    campaign.refresh_from_db()
    assert (campaign.state, fake_provider.calls) == ("paused", [])


def test_campaign_left_for_hours_asks_before_it_goes_on(fake_provider, start):
    """Pitfall 25: an old backup would write to people a second time."""
    people(1)
    campaign = start()
    Campaign.objects.update(active_at=timezone.now() - schedule.MAX_DELAY - timedelta(minutes=1))
    send_all()
    campaign.refresh_from_db()
    assert (campaign.state, fake_provider.calls) == ("paused", [])
    campaigns.resume(campaign)
    send_all()
    assert len(fake_provider.recipients) == 1


def test_audience_and_beginning_are_one(monkeypatch):
    """Pitfall 5: a crash between the two leaves neither."""
    people(2)
    campaign = release_campaign()
    real = audience.freeze

    def crash(found):
        real(found)
        raise RuntimeError

    monkeypatch.setattr(audience, "freeze", crash)
    with pytest.raises(RuntimeError), transaction.atomic():
        schedule.begin(campaign)
    campaign.refresh_from_db()
    assert (campaign.state, Delivery.objects.count()) == ("scheduled", 0)


def test_released_campaign_needs_no_other_message_to_begin(fake_provider):
    """Pitfall 5: the row is the queue."""
    people(1)
    release_campaign()
    sending.send_due()
    sending.send_due()
    assert len(fake_provider.recipients) == 1


@pytest.mark.parametrize("day", [4, 3], ids=["clocks-go-forward", "day-before"])
def test_released_for_a_night_when_clocks_change(day):
    """Pitfall 25, clock edges: 2.30 on 4 October 2026 does not exist in Sydney."""
    at = datetime(2026, 10, day, 2, 30, tzinfo=ZoneInfo("Australia/Sydney"))
    campaign = prepare_campaign()
    campaigns.release(campaign, by=make_user(), at=at)
    campaign.refresh_from_db()
    assert campaign.scheduled_for.timestamp() == at.timestamp()
