"""What the mail provider reports, through Anymail's webhook of the chosen provider."""

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
    """Dead addresses and complaints are never written to again. Twice is the same as once.

    Soft bounces are counted; reports about people or mails we do not know change nothing.
    """
    at = event.timestamp or timezone.now()
    kind = kind_of(event, esp_name)
    if kind:
        delivery_reports.note(event, kind, at, esp_name)
    subscriber = _find(event.recipient or "")
    if subscriber is None:
        return
    if kind == "bounced":
        actions.suppress(subscriber, reason=Suppression.Reason.HARD_BOUNCE, at=at)
    elif kind == "complained":
        actions.suppress(subscriber, reason=Suppression.Reason.COMPLAINT, at=at)
    elif kind == "unsubscribed" and not actions.is_overtaken(subscriber, at):
        actions.withdraw(subscriber.public_id, method=ConsentEvent.Method.PROVIDER)


def kind_of(event: Any, esp_name: str) -> str:
    """What of a report matters to a campaign, "" for nothing."""
    if bounces.is_final(event, esp_name):
        return "bounced"
    if event.event_type in ("delivered", "complained", "unsubscribed"):
        return str(event.event_type)
    return "soft" if event.event_type in ("bounced", "deferred") else ""


def _find(address: str) -> Subscriber | None:
    try:
        normalised = addresses.normalise(address)
    except ValidationError:
        return None
    return Subscriber.objects.filter(email_normalised=normalised).first()
