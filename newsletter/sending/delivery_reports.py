"""Record the provider's reports about mails it has accepted.

Reports come late, twice, in any order and about unknown mails. Each is one row, unique by its
key; the worst report sets the delivery's `fate`; one that matches no delivery is ignored.
"""

import hashlib
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from clinic.mail import ids as mail_ids
from newsletter import addresses
from newsletter.models import Delivery, Feedback
from newsletter.sending import circuit_breaker

State, Fate = Delivery.State, Delivery.Fate
#: From good to bad: a report never replaces a worse one.
SEVERITY = ["", Fate.DELIVERED, Fate.UNSUBSCRIBED, Fate.BOUNCED, Fate.COMPLAINED]


@transaction.atomic
def record(event: Any, kind: str, at: datetime, esp_name: str) -> None:
    """Save a report about one of our deliveries; the same report again changes nothing."""
    delivery = _find_delivery(event)
    if delivery is None:
        return
    _, is_new = Feedback.objects.get_or_create(
        key=_key(event, kind, at, esp_name), defaults={"delivery": delivery, "kind": kind, "at": at}
    )
    if not is_new:
        return
    if kind == "soft":
        delivery.soft_bounces += 1
    elif SEVERITY.index(kind) > SEVERITY.index(delivery.fate):
        delivery.fate = kind
    if delivery.state == State.IN_DOUBT:
        # A report proves that the provider has accepted the mail.
        delivery.state, delivery.reason = State.ACCEPTED, ""
        delivery.settled_at = timezone.now()
        delivery.decided_at = delivery.decided_by = None
    delivery.save()
    if kind in (Fate.BOUNCED, Fate.COMPLAINED):
        circuit_breaker.check(delivery.campaign)


def _find_delivery(event: Any) -> Delivery | None:
    """Return the delivery by its number in the metadata, or by the provider's message id.

    Its address must be the recipient's.
    """
    delivery_id = mail_ids.read(event, "delivery")
    if delivery_id.isascii() and delivery_id.isdigit() and len(delivery_id) < 19:
        deliveries = Delivery.objects.filter(pk=int(delivery_id))
    elif event.message_id:
        deliveries = Delivery.objects.filter(provider_id=event.message_id, provider_id__gt="")
    else:
        return None
    try:
        normalised = addresses.normalise(event.recipient or "")
    except ValidationError:
        return None
    matching = deliveries.filter(email_normalised=normalised).exclude(state=State.QUEUED)
    return matching.select_related("campaign").select_for_update(of=("self",)).first()


def _key(event: Any, kind: str, at: datetime, esp_name: str) -> str:
    """Return a hash of the provider's id of the report, or else of what identifies it."""
    parts = (esp_name, event.event_id or f"{event.message_id} {at}", kind, event.recipient)
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()
