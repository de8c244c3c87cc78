"""What became of a mail after the provider took it, as the provider reports it.

Reports come late, twice, in any order and from strangers: each is one row by its key, the
worst of them is what counts, and one that names no delivery of ours changes nothing.
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
#: From good to bad: a report never makes it better.
RANK = ["", Fate.DELIVERED, Fate.UNSUBSCRIBED, Fate.BOUNCED, Fate.COMPLAINED]


@transaction.atomic
def note(event: Any, kind: str, at: datetime, esp_name: str) -> None:
    """Keep a report about one of our deliveries; the same one again changes nothing."""
    delivery = _find(event)
    if delivery is None:
        return
    _, fresh = Feedback.objects.get_or_create(
        key=_key(event, kind, at, esp_name), defaults={"delivery": delivery, "kind": kind, "at": at}
    )
    if not fresh:
        return
    if kind == "soft":
        delivery.soft_bounces += 1
    elif RANK.index(kind) > RANK.index(delivery.fate):
        delivery.fate = kind
    if delivery.state == State.IN_DOUBT:
        # The provider can report only about what it has.
        delivery.state, delivery.reason = State.ACCEPTED, ""
        delivery.settled_at = timezone.now()
        delivery.decided_at = delivery.decided_by = None
    delivery.save()
    if kind in (Fate.BOUNCED, Fate.COMPLAINED):
        circuit_breaker.check(delivery.campaign)


def _find(event: Any) -> Delivery | None:
    """Ours by the number we gave it, or by the provider's id; and it must be this person's."""
    named = mail_ids.read(event, "delivery")
    if named.isascii() and named.isdigit() and len(named) < 19:
        found = Delivery.objects.filter(pk=int(named))
    elif event.message_id:
        found = Delivery.objects.filter(provider_id=event.message_id, provider_id__gt="")
    else:
        return None
    try:
        normalised = addresses.normalise(event.recipient or "")
    except ValidationError:
        return None
    ours = found.filter(email_normalised=normalised).exclude(state=State.QUEUED)
    return ours.select_related("campaign").select_for_update(of=("self",)).first()


def _key(event: Any, kind: str, at: datetime, esp_name: str) -> str:
    """The provider's own id of the report, or what makes it the same report."""
    parts = (esp_name, event.event_id or f"{event.message_id} {at}", kind, event.recipient)
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()
