from datetime import timedelta

import pytest
from anymail.signals import AnymailTrackingEvent
from django.utils import timezone

from newsletter.models import Subscriber, Suppression
from newsletter.receivers import take_feedback
from tests.newsletter.factories import make_subscriber

pytestmark = pytest.mark.django_db


def report(event_type, recipient, **changes):
    defaults = {"timestamp": timezone.now(), "reject_reason": None, "esp_event": {}}
    event = AnymailTrackingEvent(event_type=event_type, recipient=recipient, **defaults | changes)
    take_feedback(sender=None, event=event)
    take_feedback(sender=None, event=event)


@pytest.mark.parametrize(
    ("event_type", "changes", "reason"),
    [
        ("complained", {}, "complaint"),
        ("bounced", {"reject_reason": "bounced"}, "hard_bounce"),
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
        ("deferred", {"reject_reason": "bounced"}),
        ("bounced", {"reject_reason": "blocked"}),
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
    report("bounced", recipient, reject_reason="bounced")
    assert not Suppression.objects.exists()
