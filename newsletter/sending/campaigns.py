"""What people do with a campaign: prepare, release, pause, resume, stop, decide a doubt.

What time does with it: `newsletter.sending.schedule`. Sending itself: `newsletter.sending.worker`.
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
OPEN = [State.SENDING, State.PAUSED]
#: Between two tries of a provider that fails: doubled each time, up to the longest.
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=15)


class NotReadyError(Exception):
    """The issue cannot be sent; the text says what to do."""


class AlreadySentError(Exception):
    """Somebody, perhaps a second click, has prepared this issue."""


def prepare(issue: IssuePage, *, by: Any) -> Campaign:
    """Freeze the words as they are now: what is tested, released and sent from here on.

    Raises `NotReadyError`, or `AlreadySentError` if the issue has a campaign.
    """
    stops = [finding.text for finding in preflight.findings(issue) if finding.is_stop]
    if stops:
        raise NotReadyError(" ".join(stops))
    campaign = _as_published(issue)
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


def _as_published(issue: IssuePage) -> Campaign:
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
    """SHA-256 of all that a mail of this campaign says to everybody."""
    parts = (campaign.subject, campaign.sender, campaign.text, campaign.html)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def is_stale(campaign: Campaign) -> bool:
    """Whether the page, or the practice's details, have changed since it was prepared."""
    issue = campaign.issue
    return issue is None or not issue.live or _as_published(issue).digest != campaign.digest


def release(campaign: Campaign, *, by: Any, at: datetime | None = None) -> None:
    """A second person's yes: from `at` on (or now) the worker sends. Twice is once.

    Raises `NotReadyError` if the same person prepared it, where two are asked for, or if
    the page has changed since.
    """
    alone = by.pk == campaign.prepared_by_id
    if alone and not settings.NEWSLETTER_RELEASE_ALONE:
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
        released_alone=alone,
        scheduled_for=at or now,
        site_url=settings.SITE_URL,
    )


def send_now(campaign: Campaign) -> bool:
    """Somebody saw that its time has passed, or doesn't want to wait: begin at once."""
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
    """Before anybody was written to: as if it had never been prepared."""
    held = Campaign.objects.select_for_update().filter(pk=campaign.pk, state__in=UNSTARTED).first()
    if held is None:
        return False
    held.delete()
    return True


def pause(campaign: Campaign, *, why: str = "") -> bool:
    """Take effect within one batch. False if it was not being sent."""
    return bool(
        Campaign.objects.filter(pk=campaign.pk, state=State.SENDING).update(
            state=State.PAUSED, last_error=why[:200]
        )
    )


def resume(campaign: Campaign) -> bool:
    """Go on, here: whoever resumes has seen what the breaker counted."""
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
    Campaign.objects.filter(pk=campaign.pk, state__in=OPEN).update(
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
    """Stop for good: who still waits is left out, by name and with the reason."""
    now = timezone.now()
    stopped = Campaign.objects.filter(pk=campaign.pk, state__in=OPEN).update(
        state=State.CANCELLED, finished_at=now
    )
    if stopped:
        campaign.deliveries.filter(state=Delivery.State.QUEUED).update(
            state=Delivery.State.SKIPPED, reason="the campaign was stopped", settled_at=now
        )
    return bool(stopped)


def in_doubt(campaign: Campaign) -> models.QuerySet[Delivery]:
    """People about whom somebody has still to decide."""
    return campaign.deliveries.filter(state=Delivery.State.IN_DOUBT, decided_at__isnull=True)


def leave_in_doubt(campaign: Campaign, *, by: Any) -> int:
    """Write to nobody again: some of them may have missed this issue."""
    return in_doubt(campaign).update(decided_at=timezone.now(), decided_by=by)


@transaction.atomic
def write_again(campaign: Campaign) -> int:
    """Write to all of them again: some of them may get this issue twice."""
    held = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if held.state == State.CANCELLED:
        return 0
    found = in_doubt(held).update(
        state=Delivery.State.QUEUED, batch=None, called_at=None, settled_at=None, reason=""
    )
    if found and held.state == State.FINISHED:
        held.state, held.finished_at, held.active_at = State.SENDING, None, timezone.now()
        held.site_url = settings.SITE_URL
        held.save()
    return found


def finish_if_done(campaign: Campaign) -> bool:
    """Finished means that every planned person has an end, and not before."""
    open_states = Q(state__in=[Delivery.State.QUEUED, Delivery.State.SENDING])
    if campaign.deliveries.filter(open_states).exists():
        return False  # the usual answer, without counting a million rows
    with transaction.atomic():
        locked = Campaign.objects.select_for_update().get(pk=campaign.pk)
        ended = locked.deliveries.exclude(open_states).count()
        if locked.state != State.SENDING or ended != locked.planned:
            return False
        locked.state, locked.finished_at = State.FINISHED, timezone.now()
        locked.resume_at, locked.last_error, locked.failures = None, "", 0
        locked.save()
    return True
