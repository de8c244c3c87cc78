"""The provider's reports about mails: late, twice, in any order, about unknown mails."""

from datetime import timedelta

import pytest
from anymail.signals import AnymailTrackingEvent
from django.utils import timezone

from newsletter.models import Delivery, Feedback, Suppression
from newsletter.webhooks import take_feedback
from tests.clinic import reports
from tests.newsletter.factories import make_subscriber
from tests.newsletter.senders import expire_leases, people, send_all, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(fake_provider, start):
    people(1)
    start()
    send_all()
    return Delivery.objects.get()


def report(delivery, event_type, **changes):
    defaults = {
        "timestamp": timezone.now(),
        "esp_event": {"Type": "HardBounce"},
        "recipient": delivery.email,
        "message_id": delivery.provider_id,
        "metadata": {"delivery": str(delivery.pk)},
        "event_id": None,
    }
    event = AnymailTrackingEvent(event_type=event_type, **defaults | changes)
    take_feedback(sender=None, event=event, esp_name="Postmark")
    delivery.refresh_from_db()
    return delivery


@pytest.mark.parametrize("fate", ["delivered", "bounced", "complained", "unsubscribed"])
def test_report_is_kept(sent, fate):
    assert report(sent, fate).fate == fate


def test_worse_report_stays(sent):
    report(sent, "complained")
    assert report(sent, "delivered").fate == "complained"


def test_same_report_twice_is_once(sent):
    """Pitfall 21."""
    at = timezone.now()
    for _ in range(3):
        report(sent, "deferred", timestamp=at)
    assert sent.soft_bounces == 1
    assert Feedback.objects.count() == 1


def test_soft_bounces_are_counted_and_not_fatal(sent):
    """Pitfall 21."""
    for minutes in range(3):
        at = timezone.now() + timedelta(minutes=minutes)
        report(sent, "bounced", esp_event={"Type": "SoftBounce"}, timestamp=at)
    assert (sent.soft_bounces, sent.fate) == (3, "")
    assert not Suppression.objects.exists()


@pytest.mark.parametrize(
    ("kind", "fate", "soft"), [("HardBounce", "bounced", 0), ("SoftBounce", "", 1)]
)
def test_fault_15_report_as_the_provider_posts_it_is_kept(sent, kind, fate, soft):
    """Anymail's events do not name the provider: its signal does."""
    words = {"Email": sent.email, "MessageID": sent.provider_id}
    words["Metadata"] = {"delivery": str(sent.pk)}
    for _ in range(2):
        reports.report("postmark", reports.of_postmark(kind, ID=7) | words)
    sent.refresh_from_db()
    assert (sent.fate, sent.soft_bounces) == (fate, soft)


def test_report_is_found_by_the_providers_id(sent):
    assert report(sent, "delivered", metadata={}).fate == "delivered"


@pytest.mark.parametrize(
    "changes",
    [
        {"metadata": {"delivery": "999999"}},
        {"metadata": {"delivery": "x' OR 1=1"}, "message_id": None},
        {"metadata": {"delivery": "9" * 40}, "message_id": None},
        {"metadata": {}, "message_id": "somebody-elses"},
        {"metadata": {}, "message_id": None},
        {"recipient": "stranger@example.org"},
        {"recipient": None},
    ],
)
def test_foreign_report_changes_nothing(sent, changes):
    """Pitfall 21."""
    assert report(sent, "complained", **changes).fate == ""
    assert not Feedback.objects.exists()


def test_report_about_a_mail_in_doubt_proves_it_was_sent(fake_provider, start):
    people(1)
    fake_provider.script = ["accept, then hang up"]
    campaign = start()
    send_all()
    report(Delivery.objects.get(), "delivered")
    assert states(campaign) == {"accepted": 1}


def test_report_before_our_record_keeps_people_out_of_doubt(fake_provider, start):
    """The provider was quicker than our worker, which then died."""
    from newsletter.sending import batches, providers

    people(1)
    campaign = start()
    batch, _ = batches.claim(campaign, providers.current())
    batches.mark_called(batch, digest="x", key_lifetime=None)
    report(Delivery.objects.get(), "delivered")
    expire_leases()
    send_all()
    assert states(campaign) == {"accepted": 1}


def test_late_bounce_about_an_old_mail_spares_a_new_yes(sent):
    """Pitfall 21: the report is kept, the person who came back is not shut out."""
    subscriber = make_subscriber(email="back@example.org")
    old = timezone.now() - timedelta(days=30)
    report(sent, "bounced", recipient=subscriber.email, timestamp=old)
    assert not Suppression.objects.exists()


def test_report_about_somebody_waiting_is_foreign(start):
    people(1)
    start()
    delivery = Delivery.objects.get()
    assert report(delivery, "complained").fate == ""
