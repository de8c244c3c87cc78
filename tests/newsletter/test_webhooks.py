from datetime import timedelta

import pytest
from anymail.signals import AnymailTrackingEvent
from django.utils import timezone

from newsletter.models import Subscriber, Suppression
from newsletter.webhooks import take_feedback
from tests.clinic import reports
from tests.clinic.test_bounces import FINAL, TEMPORARY
from tests.newsletter.factories import make_subscriber

pytestmark = pytest.mark.django_db


def report(event_type, recipient, **changes):
    defaults = {"timestamp": timezone.now(), "reject_reason": None, "esp_event": {}}
    event = AnymailTrackingEvent(event_type=event_type, recipient=recipient, **defaults | changes)
    for _ in range(2):
        take_feedback(sender=None, event=event, esp_name="Postmark")


@pytest.mark.parametrize(
    ("event_type", "changes", "reason"),
    [
        ("complained", {}, "complaint"),
        ("bounced", {"esp_event": {"Type": "HardBounce"}}, "hard_bounce"),
    ],
)
def test_report_suppresses_once(event_type, changes, reason):
    subscriber = make_subscriber()
    report(event_type, subscriber.email.upper(), **changes)
    assert Suppression.objects.get().reason == reason
    assert subscriber.events.count() == 1


def test_unsubscribe_at_the_provider_counts():
    subscriber = make_subscriber()
    report("unsubscribed", subscriber.email)
    assert Subscriber.objects.get().state == "withdrawn"


@pytest.mark.parametrize(
    ("event_type", "changes"),
    [
        ("delivered", {}),
        ("deferred", {"esp_event": {"Type": "HardBounce"}}),
        ("bounced", {"reject_reason": "bounced"}),
        ("bounced", {"reject_reason": "bounced", "esp_event": {"Type": "SoftBounce"}}),
        ("complained", {"timestamp": timezone.now() - timedelta(days=900)}),
        ("unsubscribed", {"timestamp": timezone.now() - timedelta(days=900)}),
    ],
)
def test_report_of_no_consequence_changes_nothing(event_type, changes):
    subscriber = make_subscriber()
    report(event_type, subscriber.email, **changes)
    assert not Suppression.objects.exists()
    assert not subscriber.events.exists()


@pytest.mark.parametrize("recipient", ["stranger@example.org", "", None, "x@" + "é" * 300])
def test_report_about_a_stranger_is_harmless(recipient):
    report("bounced", recipient, esp_event={"Type": "HardBounce"})
    assert not Suppression.objects.exists()


@pytest.mark.parametrize(("provider", "payload"), TEMPORARY)
def test_fault_15_temporary_bounce_ends_no_subscription(provider, payload):
    subscriber = make_subscriber(email=reports.WHO)
    reports.report(provider, payload)
    assert not Suppression.objects.exists()
    assert not subscriber.events.exists()


@pytest.mark.parametrize(("provider", "payload"), FINAL)
def test_fault_15_final_bounce_suppresses_once(provider, payload):
    subscriber = make_subscriber(email=reports.WHO.upper())
    Subscriber.objects.update(confirmed_at=timezone.now() - timedelta(days=900))
    for _ in range(2):
        reports.report(provider, payload)
    assert Suppression.objects.get().reason == "hard_bounce"
    assert subscriber.events.count() == 1
