"""Stops a campaign that does harm, and leaves it to a person whether it goes on.

Complaints: mailbox providers ask for less than 0.1 % (Google and Yahoo, sender guidelines
of February 2024: aim under 0.1 %, never 0.3 %). Hard bounces over 5 % say that the list is
old. Both are counted since somebody last looked.
"""

from dataclasses import dataclass

from django.db.models import Q

from newsletter.models import Campaign, Delivery
from newsletter.sending import campaigns

State, Fate = Delivery.State, Delivery.Fate


@dataclass(frozen=True)
class Limit:
    what: Q
    share: float
    #: Below so many people a share says little: one of ten is not a tenth of the list.
    of_at_least: int
    words: str


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
    """Pause the campaign if too much went wrong; True if it was paused."""
    why = too_much(campaign)
    return bool(why) and campaigns.pause(campaign, why=f"{why} Look at the names first.")


def too_much(campaign: Campaign) -> str:
    """Which limit was passed since a person last looked, in words; "" for none.

    What went wrong is few rows by their index; how many it is out of is counted only if
    that could matter.
    """
    if campaign.watched_from is None:
        return ""
    ended = campaign.deliveries.filter(settled_at__gte=campaign.watched_from)
    for limit in LIMITS:
        found = ended.filter(limit.what).count()
        if found <= limit.share * limit.of_at_least:
            continue
        written_to = ended.exclude(state=State.SKIPPED).count()
        if found > limit.share * max(written_to, limit.of_at_least):
            return limit.words.format(found)
    return ""
