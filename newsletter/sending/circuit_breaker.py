"""Pause a campaign with too many complaints, bounces or refusals until staff resume it.

Complaints: mailbox providers ask for less than 0.1 % (Google and Yahoo, sender guidelines
of February 2024: aim under 0.1 %, never 0.3 %). Hard bounces over 5 % mean that the list is
old. Both are counted from the start, or from the last time that staff resumed the campaign.
"""

from dataclasses import dataclass

from django.db.models import Q

from newsletter.models import Campaign, Delivery
from newsletter.sending import campaigns

State, Fate = Delivery.State, Delivery.Fate


@dataclass(frozen=True)
class Limit:
    condition: Q
    share: float
    #: The share is taken of at least this many people: among few, one means little.
    min_people: int
    message: str


LIMITS = (
    Limit(
        Q(fate=Fate.COMPLAINED, fate__gt=""), 0.001, 1000, "{} people reported this mail as spam."
    ),
    Limit(Q(fate=Fate.BOUNCED, fate__gt=""), 0.05, 100, "{} addresses do not exist."),
    Limit(
        Q(state__in=[State.REFUSED, State.FAILED]), 0.1, 50, "The provider refused {} addresses."
    ),
)


def check(campaign: Campaign) -> bool:
    """Pause the campaign if a limit is exceeded; return whether it was paused."""
    reason = exceeded_limit(campaign)
    return bool(reason) and campaigns.pause(campaign, why=f"{reason} Look at the names first.")


def exceeded_limit(campaign: Campaign) -> str:
    """Return the message of the first limit exceeded since `watched_from`, "" for none.

    Failures are few rows, found by their index; the people written to are counted only if the
    failures could exceed the limit.
    """
    if campaign.watched_from is None:
        return ""
    settled = campaign.deliveries.filter(settled_at__gte=campaign.watched_from)
    for limit in LIMITS:
        count = settled.filter(limit.condition).count()
        if count <= limit.share * limit.min_people:
            continue
        written_to = settled.exclude(state=State.SKIPPED).count()
        if count > limit.share * max(written_to, limit.min_people):
            return limit.message.format(count)
    return ""
