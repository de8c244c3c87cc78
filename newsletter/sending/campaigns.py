"""What staff do with a campaign: prepare, release, pause, resume, stop, decide about doubts.

What happens when it is due: `newsletter.sending.schedule`. Sending: `newsletter.sending.worker`.
"""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone

from newsletter import preflight
from newsletter.issue.compose import compose
from newsletter.models import Campaign, Delivery, IssuePage
from newsletter.models.sending import UNSTARTED
from newsletter.sending import messages

State = Campaign.State
OPEN_STATES = [State.SENDING, State.PAUSED]
#: The pause after a failed call: doubled with each failure in a row, up to the longest.
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=15)


class NotReadyError(Exception):
    """The issue cannot be sent; the text says what to do."""


class AlreadySentError(Exception):
    """The issue has a campaign already, perhaps from a second click."""


def prepare(issue: IssuePage, *, by: Any) -> Campaign:
    """Create the campaign with the text as it is now, which is what will be released and sent.

    Raises `NotReadyError`, or `AlreadySentError` if the issue has a campaign.
    """
    stops = [finding.text for finding in preflight.findings(issue) if finding.is_stop]
    if stops:
        raise NotReadyError(" ".join(stops))
    campaign = _compose_campaign(issue)
    campaign.prepared_by = by
    try:
        with transaction.atomic():
            campaign.clean_fields(exclude=["text", "html"])
            campaign.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadySentError from error
    except ValidationError as error:
        raise NotReadyError(" ".join(error.messages)) from error
    return campaign


def _compose_campaign(issue: IssuePage) -> Campaign:
    content = compose(issue)
    campaign = Campaign(
        issue=issue,
        title=issue.title,
        subject=content.subject,
        sender=messages.sender(),
        text=content.text,
        html=content.html,
    )
    campaign.digest = digest_of(campaign)
    return campaign


def digest_of(campaign: Campaign) -> str:
    """Return the SHA-256 of the parts that are the same in everybody's mail."""
    parts = (campaign.subject, campaign.sender, campaign.text, campaign.html)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def is_stale(campaign: Campaign) -> bool:
    """Whether the page, or the practice's details, have changed since it was prepared."""
    issue = campaign.issue
    return issue is None or not issue.live or _compose_campaign(issue).digest != campaign.digest


def release(campaign: Campaign, *, by: Any, at: datetime | None = None) -> None:
    """Let the worker send the campaign from `at` on, or from now. Idempotent.

    Raises `NotReadyError` if the same person prepared it and NEWSLETTER_RELEASE_ALONE is off,
    or if the page has changed since.
    """
    released_alone = by.pk == campaign.prepared_by_id
    if released_alone and not settings.NEWSLETTER_RELEASE_ALONE:
        raise NotReadyError("Somebody else must release what you have prepared.")
    if is_stale(campaign) or campaign.digest != digest_of(campaign):
        raise NotReadyError(
            "The issue was changed after it was prepared. Take it back and prepare it again."
        )
    now = timezone.now()
    Campaign.objects.filter(pk=campaign.pk, state=State.PREPARED).update(
        state=State.SCHEDULED,
        released_by=by,
        released_at=now,
        released_alone=released_alone,
        scheduled_for=at or now,
        site_url=settings.SITE_URL,
    )


def send_now(campaign: Campaign) -> bool:
    """Let a campaign that waits for its time, or has missed it, begin at once."""
    waiting = Campaign.objects.filter(pk=campaign.pk, state__in=[State.SCHEDULED, State.OVERDUE])
    return bool(
        waiting.update(
            state=State.SCHEDULED,
            scheduled_for=timezone.now(),
            site_url=settings.SITE_URL,
            last_error="",
        )
    )


@transaction.atomic
def take_back(campaign: Campaign) -> bool:
    """Delete a campaign that has not begun; return False if it has."""
    locked = (
        Campaign.objects.select_for_update().filter(pk=campaign.pk, state__in=UNSTARTED).first()
    )
    if locked is None:
        return False
    locked.delete()
    return True


def pause(campaign: Campaign, *, why: str = "") -> bool:
    """Pause sending, at the latest after the current batch. False if it was not being sent."""
    return bool(
        Campaign.objects.filter(pk=campaign.pk, state=State.SENDING).update(
            state=State.PAUSED, last_error=why[:200]
        )
    )


def resume(campaign: Campaign) -> bool:
    """Go on sending, on this site; the circuit breaker counts anew from now."""
    now = timezone.now()
    return bool(
        Campaign.objects.filter(pk=campaign.pk, state=State.PAUSED).update(
            state=State.SENDING,
            last_error="",
            resume_at=None,
            failures=0,
            watched_from=now,
            active_at=now,
            site_url=settings.SITE_URL,
        )
    )


def wait(campaign: Campaign, *, at_least: timedelta, why: str) -> datetime:
    """Pause the campaign after a failed call; return when it goes on by itself.

    The pause doubles with each failure in a row and is never shorter than `at_least`.
    """
    failures = Campaign.objects.values_list("failures", flat=True).get(pk=campaign.pk)
    pause_for = max(at_least, min(FIRST_PAUSE * 2 ** min(failures, 12), LONGEST_PAUSE))
    resume_at = timezone.now() + pause_for
    Campaign.objects.filter(pk=campaign.pk, state__in=OPEN_STATES).update(
        resume_at=resume_at, failures=failures + 1, last_error=why[:200]
    )
    return resume_at


def end_failures(campaign: Campaign) -> None:
    """Forget failed calls: the next failure starts with the shortest pause again."""
    Campaign.objects.filter(pk=campaign.pk, state=State.SENDING, failures__gt=0).update(
        failures=0, resume_at=None, last_error=""
    )


@transaction.atomic
def cancel(campaign: Campaign) -> bool:
    """Stop for good: queued deliveries are skipped, each with the reason."""
    now = timezone.now()
    was_open = Campaign.objects.filter(pk=campaign.pk, state__in=OPEN_STATES).update(
        state=State.CANCELLED, finished_at=now
    )
    if was_open:
        campaign.deliveries.filter(state=Delivery.State.QUEUED).update(
            state=Delivery.State.SKIPPED, reason="the campaign was stopped", settled_at=now
        )
    return bool(was_open)


def in_doubt(campaign: Campaign) -> models.QuerySet[Delivery]:
    """Return the deliveries in doubt about which staff have not decided yet."""
    return campaign.deliveries.filter(state=Delivery.State.IN_DOUBT, decided_at__isnull=True)


def leave_in_doubt(campaign: Campaign, *, by: Any) -> int:
    """Decide to write to nobody in doubt again: some may have missed this issue."""
    return in_doubt(campaign).update(decided_at=timezone.now(), decided_by=by)


@transaction.atomic
def write_again(campaign: Campaign) -> int:
    """Queue everybody in doubt again: some may get this issue twice."""
    locked = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if locked.state == State.CANCELLED:
        return 0
    requeued = in_doubt(locked).update(
        state=Delivery.State.QUEUED, batch=None, called_at=None, settled_at=None, reason=""
    )
    if requeued and locked.state == State.FINISHED:
        locked.state, locked.finished_at, locked.active_at = State.SENDING, None, timezone.now()
        locked.site_url = settings.SITE_URL
        locked.save()
    return requeued


def finish_if_done(campaign: Campaign) -> bool:
    """Finish the campaign if every planned delivery has a final state; return whether it did."""
    is_unsettled = Q(state__in=[Delivery.State.QUEUED, Delivery.State.SENDING])
    if campaign.deliveries.filter(is_unsettled).exists():
        return False  # the usual case, decided without counting all rows
    with transaction.atomic():
        locked = Campaign.objects.select_for_update().get(pk=campaign.pk)
        ended = locked.deliveries.exclude(is_unsettled).count()
        if locked.state != State.SENDING or ended != locked.planned:
            return False
        locked.state, locked.finished_at = State.FINISHED, timezone.now()
        locked.resume_at, locked.last_error, locked.failures = None, "", 0
        locked.save()
    return True
