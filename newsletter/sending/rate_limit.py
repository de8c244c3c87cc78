"""How fast the provider may be called: one clock for all workers (NEWSLETTER_PER_MINUTE)."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from newsletter.models import ProviderPace


@transaction.atomic
def allows(provider: str, people: int) -> bool:
    """Whether `people` may be written to now; then the clock moves on by their share.

    Call it inside the transaction that takes them: who is not taken costs nothing.
    """
    per_minute = settings.NEWSLETTER_PER_MINUTE
    if not per_minute:
        return True
    ProviderPace.objects.get_or_create(provider=provider)
    clock = ProviderPace.objects.select_for_update().get(provider=provider)
    now = timezone.now()
    if clock.next_at > now:
        return False
    clock.next_at = now + timedelta(minutes=people / per_minute)
    clock.save()
    return True
