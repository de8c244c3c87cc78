"""Begin released campaigns when they are due, and pause those that nobody has worked on.

A site that was off, or a database restored from a backup, must not write to everybody hours
later or a second time: then staff decide.
"""

import logging
import re
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.search import index

from clinic.cms.editing.numbers import wrong_numbers
from newsletter.models import Campaign
from newsletter.sending import audience, campaigns

logger = logging.getLogger(__name__)

State = Campaign.State
#: After a longer delay staff must decide whether the campaign still goes out.
MAX_DELAY = timedelta(hours=3)
LEFT_MESSAGE = (
    "Nothing was sent for hours: the site was off, or this is an old backup. "
    "Check the numbers before you go on."
)
ELSEWHERE_MESSAGE = "Released on another site: this is a copy of its database."


def begin_due() -> int:
    """Begin the campaigns that are due; return how many."""
    now = timezone.now()
    due = Campaign.objects.here().filter(state=State.SCHEDULED, scheduled_for__lte=now)
    return sum(begin(campaign) for campaign in due.order_by("scheduled_for"))


@transaction.atomic
def begin(campaign: Campaign) -> bool:
    """Create the deliveries and start sending; return False if the campaign may not begin."""
    now = timezone.now()
    locked = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if locked.state != State.SCHEDULED or not locked.scheduled_for or locked.scheduled_for > now:
        return False
    why = _obstacle(locked)
    if why:
        locked.state, locked.last_error = State.OVERDUE, why
        logger.warning("campaign %s not begun: %s", locked.pk, why)
        locked.save()
        return False
    locked.planned = audience.freeze(locked)
    locked.state = State.SENDING
    locked.started_at = locked.watched_from = locked.active_at = now
    locked.save()
    index.insert_or_update_object(locked.issue)
    return True


def _obstacle(campaign: Campaign) -> str:
    if campaign.scheduled_for and timezone.now() - campaign.scheduled_for > MAX_DELAY:
        hours = int(MAX_DELAY.total_seconds() // 3600)
        return f"More than {hours} hours late: the site was off. Should it still go out?"
    if campaign.issue is None or not campaign.issue.live:
        return "The page of this issue is not published any more."
    if campaign.digest != campaigns.digest_of(campaign):
        return "Its words are not those that were released."
    # A crisis number may have been corrected since the release; lines were wrapped.
    text = re.sub(r"(?<!\n)\n(?!\n)", " ", campaign.text)
    mistake = next(wrong_numbers(text), None)
    return f"{mistake.number}: {mistake.why} Take it back and prepare it again." if mistake else ""


def pause_abandoned() -> int:
    """Pause campaigns that were released elsewhere or have been inactive for `MAX_DELAY`.

    Return how many.
    """
    now = timezone.now()
    sending = Campaign.objects.filter(state=State.SENDING)
    is_waiting = Q(resume_at__gt=now)
    paused = 0
    # Selected first: on SQLite an UPDATE without a match would still block other writers.
    for campaign in sending.exclude(site_url=settings.SITE_URL):
        paused += campaigns.pause(campaign, why=ELSEWHERE_MESSAGE)
    for campaign in sending.filter(active_at__lt=now - MAX_DELAY).exclude(is_waiting):
        paused += campaigns.pause(campaign, why=LEFT_MESSAGE)
    return paused
