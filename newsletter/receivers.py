"""What the mail provider reports, through Anymail's webhook of the chosen provider."""

from datetime import datetime
from typing import Any

from anymail.signals import tracking
from django.core.exceptions import ValidationError
from django.dispatch import receiver
from django.utils import timezone

from clinic.feedback import is_hard_bounce
from newsletter import actions, addresses
from newsletter.models import ConsentEvent, Subscriber, Suppression


@receiver(tracking, dispatch_uid="newsletter.feedback")
def take_feedback(sender: Any, event: Any, **kwargs: Any) -> None:
    """Dead addresses and complaints are never written to again. Twice is the same as once.

    Soft bounces, foreign addresses and everything else change nothing.
    """
    subscriber = _find(event.recipient or "")
    if subscriber is None:
        return
    at = event.timestamp or timezone.now()
    if is_hard_bounce(event):
        actions.suppress(subscriber, reason=Suppression.Reason.HARD_BOUNCE, at=at)
    elif event.event_type == "complained":
        actions.suppress(subscriber, reason=Suppression.Reason.COMPLAINT, at=at)
    elif event.event_type == "unsubscribed" and not is_overtaken(subscriber, at):
        actions.withdraw(subscriber.public_id, method=ConsentEvent.Method.PROVIDER)


def is_overtaken(subscriber: Subscriber, at: datetime) -> bool:
    """The report is about the time before this person's latest yes."""
    return subscriber.confirmed_at is not None and at < subscriber.confirmed_at


def _find(address: str) -> Subscriber | None:
    try:
        normalised = addresses.normalise(address)
    except ValidationError:
        return None
    return Subscriber.objects.filter(email_normalised=normalised).first()
