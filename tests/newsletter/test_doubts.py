"""Deliveries in doubt, about which staff decide."""

import pytest

from newsletter.sending import backends, campaigns
from newsletter.sending import worker as sending
from tests.newsletter.factories import make_user
from tests.newsletter.senders import go_on, is_whole, people, send_all, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def doubtful(fake_provider, start):
    """A finished campaign with three people in doubt, and the provider's side."""
    people(3)
    fake_provider.script = ["accept, then hang up"]
    campaign = start()
    send_all()
    assert states(campaign) == {"in_doubt": 3}
    campaign.refresh_from_db()
    return campaign


def test_left_in_doubt_is_written_to_by_nobody(doubtful, fake_provider):
    user = make_user()
    assert campaigns.leave_in_doubt(doubtful, by=user) == 3
    assert campaigns.write_again(doubtful) == 0
    send_all()
    assert fake_provider.asked == 1
    assert doubtful.deliveries.filter(decided_by=user).count() == 3
    assert is_whole(doubtful)


def test_written_again_on_a_persons_word(doubtful, fake_provider):
    assert campaigns.write_again(doubtful) == 3
    send_all()
    assert states(doubtful) == {"accepted": 3}
    assert fake_provider.asked == 2
    assert is_whole(doubtful)


def test_twice_is_once(doubtful, fake_provider):
    campaigns.write_again(doubtful)
    assert campaigns.write_again(doubtful) == 0
    send_all()
    assert fake_provider.asked == 2


def test_stopped_campaign_writes_to_nobody_again(fake_provider, start):
    people(1)
    fake_provider.script = [500]
    campaign = start()
    sending.send_due()
    campaigns.finish_if_done(campaign)
    campaign.refresh_from_db()
    type(campaign).objects.update(state="cancelled", finished_at=campaign.started_at)
    assert campaigns.write_again(campaign) == 0


def test_unclear_answers_in_a_row_stop_the_campaign(fake_provider, start, settings):
    settings.NEWSLETTER_BATCH = 1
    people(6)
    fake_provider.script = [500] * 6
    campaign = start()
    for _ in range(6):
        go_on(campaign)
    campaign.refresh_from_db()
    assert campaign.state == "paused"
    assert states(campaign) == {"in_doubt": 3, "queued": 3}


def test_errors_before_the_call_in_a_row_stop_the_campaign(
    fake_provider, start, settings, monkeypatch
):
    """Nobody looks at the site: each would leave another batch of people in doubt."""
    settings.NEWSLETTER_BATCH = 1
    people(6)
    campaign = start()

    def fail(*args):
        raise RuntimeError("the payload cannot be built")

    monkeypatch.setattr(backends, "digest_of", fail)
    for _ in range(6):
        go_on(campaign)
    campaign.refresh_from_db()
    assert campaign.state == "paused"
    assert states(campaign) == {"in_doubt": 3, "queued": 3}
    assert fake_provider.asked == 0
