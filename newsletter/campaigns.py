"""Actions on a campaign: start, pause, resume, stop. Sending itself: `newsletter.sending`."""

from datetime import timedelta
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.models import F, Q, Value
from django.utils import timezone
from wagtail.search import index

from clinic.models import ClinicDetails
from newsletter.composing import compose
from newsletter.models import Campaign, Delivery, IssuePage, Subscriber

State = Campaign.State


class NotReadyError(Exception):
    """The issue cannot be sent; the text says what to do."""


class AlreadySentError(Exception):
    """Somebody, perhaps a second click, has started this issue."""


def obstacles(issue: IssuePage) -> list[str]:
    """What keeps an issue from being sent, each as something to do."""
    found = []
    if not issue.live or issue.has_unpublished_changes:
        found.append("Publish the issue first: what is published is what is sent.")
    if not issue.body:
        found.append("Write at least one paragraph.")
    if not ClinicDetails.current().address.strip():
        # Spam Act 2003 (Cth) s 17; CAN-SPAM asks for the postal address itself.
        found.append(
            "Ask an editor or the owner to enter the practice's postal address (Clinic details)."
        )
    return found


def start(issue: IssuePage, *, by: Any) -> Campaign:
    """Freeze words and audience and leave the rest to the worker, in one transaction.

    Raises `NotReadyError`, or `AlreadySentError` if the issue has a campaign.
    """
    found = obstacles(issue)
    if found:
        raise NotReadyError(" ".join(found))
    content = compose(issue)
    campaign = Campaign(
        issue=issue,
        title=issue.title,
        subject=content.subject,
        text=content.text,
        html=content.html,
        started_by=by,
    )
    try:
        with transaction.atomic():
            campaign.clean_fields()
            campaign.save(force_insert=True)
            _freeze_audience(campaign)
            index.insert_or_update_object(issue)
    except IntegrityError as error:
        raise AlreadySentError from error
    except ValidationError as error:
        raise NotReadyError(" ".join(error.messages)) from error
    return campaign


def _freeze_audience(campaign: Campaign) -> None:
    """INSERT … SELECT: one statement, whatever the number of people."""
    chosen = (
        Subscriber.objects.reachable()
        .order_by("pk")
        .annotate(
            frozen_campaign=Value(campaign.pk),
            frozen_state=Value(Delivery.State.QUEUED.value),
            frozen_empty=Value(""),
        )
    )
    select, params = chosen.values_list(
        "frozen_campaign",
        "pk",
        "email",
        "email_normalised",
        "frozen_state",
        "frozen_empty",
        F("frozen_empty"),
    ).query.sql_with_params()
    names = (
        "campaign",
        "subscriber",
        "email",
        "email_normalised",
        "state",
        "reason",
        "provider_id",
    )
    fields = [cast("models.Field[Any, Any]", Delivery._meta.get_field(name)) for name in names]
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    table = connection.ops.quote_name(Delivery._meta.db_table)
    with connection.cursor() as cursor:
        # Table and columns are our own names; values travel as parameters.
        cursor.execute(f"INSERT INTO {table} ({columns}) {select}", params)
    campaign.planned = campaign.deliveries.count()
    campaign.save(update_fields=["planned"])


def pause(campaign: Campaign, *, why: str = "") -> bool:
    """Take effect within one batch. False if it was not being sent."""
    return bool(
        Campaign.objects.filter(pk=campaign.pk, state=State.SENDING).update(
            state=State.PAUSED, last_error=why[:120]
        )
    )


def resume(campaign: Campaign) -> bool:
    return bool(
        Campaign.objects.filter(pk=campaign.pk, state=State.PAUSED).update(
            state=State.SENDING, last_error="", resume_at=None
        )
    )


def wait(campaign: Campaign, *, pause: timedelta, why: str) -> None:
    """The provider asked for time, or cannot be reached: go on by itself after `pause`."""
    Campaign.objects.filter(pk=campaign.pk, state=State.SENDING).update(
        resume_at=timezone.now() + pause, last_error=why[:120]
    )


@transaction.atomic
def cancel(campaign: Campaign) -> bool:
    """Stop for good: who still waits is left out, by name and with the reason."""
    now = timezone.now()
    stopped = Campaign.objects.filter(
        pk=campaign.pk, state__in=[State.SENDING, State.PAUSED]
    ).update(state=State.CANCELLED, finished_at=now)
    if stopped:
        campaign.deliveries.filter(state=Delivery.State.QUEUED).update(
            state=Delivery.State.SKIPPED, reason="the campaign was stopped", settled_at=now
        )
    return bool(stopped)


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
        locked.resume_at, locked.last_error = None, ""
        locked.save()
    return True
