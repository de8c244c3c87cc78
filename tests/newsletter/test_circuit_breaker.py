import pytest
from django.utils import timezone

from newsletter.models import Campaign
from newsletter.sending import campaigns, circuit_breaker
from tests.newsletter.senders import people, send_all, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(fake_provider, start, settings):
    """Sent to eight of nine people; the ninth waits."""
    settings.NEWSLETTER_BATCH = 8
    people(9)
    campaign = start()
    from newsletter.sending import worker as sending

    sending.send_due()
    assert states(campaign) == {"accepted": 8, "queued": 1}
    return campaign


def mark(campaign, number, **changes):
    pks = campaign.deliveries.filter(state="accepted").values_list("pk", flat=True)[:number]
    campaign.deliveries.filter(pk__in=list(pks)).update(**changes)


@pytest.mark.parametrize(
    ("number", "fate", "paused"),
    [
        (1, "complained", False),
        (2, "complained", True),
        (5, "bounced", False),
        (6, "bounced", True),
    ],
)
def test_harm_pauses(sent, number, fate, paused):
    mark(sent, number, fate=fate)
    assert circuit_breaker.check(sent) is paused
    sent.refresh_from_db()
    assert (sent.state == "paused") is paused
    assert str(number) in sent.last_error or not paused


def test_refusals_pause(sent):
    mark(sent, 6, state="refused", reason="no")
    assert circuit_breaker.check(sent)


def test_who_goes_on_has_seen_what_was_counted(sent):
    mark(sent, 6, fate="bounced")
    circuit_breaker.check(sent)
    campaigns.resume(sent)
    send_all()
    sent.refresh_from_db()
    assert sent.state == "finished"


def test_share_of_a_large_list_is_small(sent, monkeypatch):
    """Two complaints are too many among a thousand, not among three thousand."""
    mark(sent, 2, fate="complained")
    assert circuit_breaker.exceeded_limit(sent)
    rows = [delivery_like(sent, n) for n in range(2500)]
    type(rows[0]).objects.bulk_create(rows)
    assert not circuit_breaker.exceeded_limit(sent)


def delivery_like(campaign, number):
    from newsletter.models import Delivery, Subscriber

    email = f"many{number}@example.org"
    subscriber = Subscriber.objects.create(email=email)
    return Delivery(
        campaign=campaign,
        subscriber=subscriber,
        email=email,
        email_normalised=email,
        state="accepted",
        settled_at=timezone.now(),
    )


def test_unstarted_campaign_has_nothing_to_break():
    assert circuit_breaker.exceeded_limit(Campaign()) == ""
