"""Limit how many people all workers together write to in a minute (NEWSLETTER_PER_MINUTE)."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from newsletter.models import ProviderPace


@transaction.atomic
def allows(provider: str, people: int) -> bool:
    """Whether this many people may be written to now; if so, count them.

    Call it inside the transaction that claims them, so that a rollback takes the count back.
    """
    per_minute = settings.NEWSLETTER_PER_MINUTE
    if not per_minute:
        return True
    ProviderPace.objects.get_or_create(provider=provider)
    pace = ProviderPace.objects.select_for_update().get(provider=provider)
    now = timezone.now()
    if pace.next_at > now:
        return False
    pace.next_at = now + timedelta(minutes=people / per_minute)
    pace.save()
    return True
