"""Receive the mail provider's reports through Anymail's webhook."""

from typing import Any

from anymail.signals import tracking
from django.core.exceptions import ValidationError
from django.dispatch import receiver
from django.utils import timezone

from clinic.mail import bounces
from newsletter import addresses
from newsletter.list import actions
from newsletter.models import ConsentEvent, Subscriber, Suppression
from newsletter.sending import delivery_reports


@receiver(tracking, dispatch_uid="newsletter.feedback")
def take_feedback(sender: Any, event: Any, esp_name: str, **kwargs: Any) -> None:
    """Record a report, and suppress addresses that do not exist or whose owner complained.

    Soft bounces are counted; reports about unknown people or mails change nothing. The same
    report again changes nothing.
    """
    at = event.timestamp or timezone.now()
    kind = kind_of(event, esp_name)
    if kind:
        delivery_reports.record(event, kind, at, esp_name)
    subscriber = _find_subscriber(event.recipient or "")
    if subscriber is None:
        return
    if kind == "bounced":
        actions.suppress(subscriber, reason=Suppression.Reason.HARD_BOUNCE, at=at)
    elif kind == "complained":
        actions.suppress(subscriber, reason=Suppression.Reason.COMPLAINT, at=at)
    elif kind == "unsubscribed" and not actions.is_overtaken(subscriber, at):
        actions.withdraw(subscriber.public_id, method=ConsentEvent.Method.PROVIDER)


def kind_of(event: Any, esp_name: str) -> str:
    """Return the kind of a report as `Feedback.kind` stores it, "" if it is to be ignored."""
    if bounces.is_final(event, esp_name):
        return "bounced"
    if event.event_type in ("delivered", "complained", "unsubscribed"):
        return str(event.event_type)
    return "soft" if event.event_type in ("bounced", "deferred") else ""


def _find_subscriber(address: str) -> Subscriber | None:
    try:
        normalised = addresses.normalise(address)
    except ValidationError:
        return None
    return Subscriber.objects.filter(email_normalised=normalised).first()
