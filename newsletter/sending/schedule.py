"""What time does with a campaign: begin what was released, and stop to ask when in doubt.

A site that was off, or a database brought back from a backup, must not write to everybody
hours later, or once more, as if nothing had happened: then a person is asked.
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
#: Later than this, somebody must say that it still makes sense.
LATE = timedelta(hours=3)
LEFT = (
    "Nothing was sent for hours: the site was off, or this is an old backup. "
    "Check the numbers before you go on."
)
ELSEWHERE = "Released on another site: this is a copy of its database."


def begin_due() -> int:
    """Start what was released for about now; returns how many campaigns."""
    now = timezone.now()
    due = Campaign.objects.here().filter(state=State.SCHEDULED, scheduled_for__lte=now)
    return sum(begin(campaign) for campaign in due.order_by("scheduled_for"))


@transaction.atomic
def begin(campaign: Campaign) -> bool:
    """Freeze the audience and let the workers have it, in one transaction."""
    now = timezone.now()
    held = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if held.state != State.SCHEDULED or not held.scheduled_for or held.scheduled_for > now:
        return False
    why = _why_not(held)
    if why:
        held.state, held.last_error = State.OVERDUE, why
        logger.warning("campaign %s not begun: %s", held.pk, why)
        held.save()
        return False
    held.planned = audience.freeze(held)
    held.state = State.SENDING
    held.started_at = held.watched_from = held.active_at = now
    held.save()
    index.insert_or_update_object(held.issue)
    return True


def _why_not(campaign: Campaign) -> str:
    if campaign.scheduled_for and timezone.now() - campaign.scheduled_for > LATE:
        hours = int(LATE.total_seconds() // 3600)
        return f"More than {hours} hours late: the site was off. Should it still go out?"
    if campaign.issue is None or not campaign.issue.live:
        return "The page of this issue is not published any more."
    if campaign.digest != campaigns.digest_of(campaign):
        return "Its words are not those that were released."
    # A crisis number may have been put right since it was released; lines were wrapped.
    text = re.sub(r"(?<!\n)\n(?!\n)", " ", campaign.text)
    wrong = next(wrong_numbers(text), None)
    return f"{wrong.number}: {wrong.why} Take it back and prepare it again." if wrong else ""


def pause_those_left_behind() -> int:
    """Being sent, but nobody has touched it for hours: off for long, or an old backup."""
    now = timezone.now()
    sending = Campaign.objects.filter(state=State.SENDING)
    waiting = Q(resume_at__gt=now)
    stopped = 0
    # Asked first: an UPDATE that finds nothing takes the only writer's place on SQLite.
    for campaign in sending.exclude(site_url=settings.SITE_URL):
        stopped += campaigns.pause(campaign, why=ELSEWHERE)
    for campaign in sending.filter(active_at__lt=now - LATE).exclude(waiting):
        stopped += campaigns.pause(campaign, why=LEFT)
    return stopped
