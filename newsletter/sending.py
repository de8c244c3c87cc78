"""Campaigns, batch by batch. The worker calls `send_due`; any number may, at once.

A person's row moves queued → sending → an end, and each step is a conditional
UPDATE. `called_at` is set just before the provider is called: a row without it
never left us and may go back; a row with it whose worker died stays in doubt and
is never sent again without a person's decision.
"""

import logging
from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from anymail.exceptions import AnymailRecipientsRefused
from django.core.mail import get_connection
from django.db import connection as database
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from newsletter import campaigns, messages, outcomes, providers
from newsletter.models import Campaign, Delivery, SendBatch, Subscriber
from newsletter.outcomes import Meaning
from newsletter.providers import Provider

logger = logging.getLogger(__name__)

State = Delivery.State
#: Longer than a claim of single sends at 10 s each (EMAIL_TIMEOUT).
LEASE = timedelta(minutes=5)
STATE_OF_STATUS = {
    "sent": State.ACCEPTED,
    "queued": State.ACCEPTED,
    "invalid": State.REFUSED,
    "rejected": State.REFUSED,
    "failed": State.FAILED,
}


def send_due() -> int:
    """One batch of each campaign that is being sent; returns how many people were settled."""
    settle_abandoned()
    due = Campaign.objects.filter(state=Campaign.State.SENDING).exclude(
        resume_at__gt=timezone.now()
    )
    return sum(send_batch(campaign) for campaign in due.order_by("started_at"))


def send_batch(campaign: Campaign) -> int:
    """Claim some people, write to them, record each. 0 if nobody was waiting."""
    provider = providers.current()
    batch, deliveries, skipped = claim(campaign, provider)
    if batch is not None:
        try:
            _deliver(batch, deliveries, provider)
        except Exception as error:
            # Not foreseen: a person must look before it happens to the next batch.
            logger.exception("campaign %s paused", campaign.pk)
            campaigns.pause(campaign, why=outcomes.describe(error))
        finally:
            close_batch(batch)
    campaigns.finish_if_done(campaign)
    return len(deliveries) + skipped


@transaction.atomic
def claim(campaign: Campaign, provider: Provider) -> tuple[SendBatch | None, list[Delivery], int]:
    """Take waiting people for this worker; consent and suppression are asked once more.

    Locking the campaign makes a pause take effect within one batch.
    """
    nothing: tuple[None, list[Delivery], int] = (None, [], 0)
    held = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if held.state != Campaign.State.SENDING or (held.resume_at and held.resume_at > timezone.now()):
        return nothing
    skip = database.features.has_select_for_update_skip_locked
    waiting = list(
        held.deliveries.filter(state=State.QUEUED).select_for_update(skip_locked=skip)[
            : provider.claim
        ]
    )
    people = Subscriber.objects.in_bulk([d.subscriber_id for d in waiting])
    reachable = set(
        Subscriber.objects.reachable().filter(pk__in=people).values_list("pk", flat=True)
    )
    chosen = [d for d in waiting if d.subscriber_id in reachable]
    skipped = _skip([d for d in waiting if d.subscriber_id not in reachable], people)
    if not chosen:
        return None, [], skipped
    batch = SendBatch.objects.create(
        campaign=held, provider=provider.name, lease_until=timezone.now() + LEASE
    )
    Delivery.objects.filter(pk__in=[d.pk for d in chosen]).update(state=State.SENDING, batch=batch)
    for delivery in chosen:
        delivery.state, delivery.batch = State.SENDING, batch
        delivery.subscriber = people[delivery.subscriber_id]
    return batch, chosen, skipped


def _skip(deliveries: list[Delivery], people: dict[int, Subscriber]) -> int:
    for delivery in deliveries:
        left = people[delivery.subscriber_id].state != Subscriber.State.CONFIRMED
        reason = "left the list meanwhile" if left else "reported us or bounced meanwhile"
        Delivery.objects.filter(pk=delivery.pk).update(
            state=State.SKIPPED, reason=reason, settled_at=timezone.now()
        )
    return len(deliveries)


def _deliver(batch: SendBatch, deliveries: list[Delivery], provider: Provider) -> None:
    connection = get_connection(provider.backend)
    try:
        connection.open()
    except Exception as error:
        # Nobody was called: `close_batch` gives all of them back.
        _hold(batch.campaign, error, Meaning.LATER)
        return
    try:
        if provider.batch:
            _send_together(batch, deliveries, connection)
        else:
            _send_singly(batch, deliveries, connection)
    finally:
        with suppress(Exception):
            connection.close()


def _send_together(batch: SendBatch, deliveries: list[Delivery], connection: Any) -> None:
    message = messages.batch(batch.campaign, deliveries, connection)
    called = mark_called(batch, deliveries)
    if len(called) != len(deliveries):
        return  # the lease ran out before the call: somebody else has them
    try:
        message.send()
    except AnymailRecipientsRefused:
        pass  # every one refused; each has a status of its own
    except Exception as error:
        _settle_error(batch, deliveries, error)
        return
    for delivery in deliveries:
        _record_answer(batch, delivery, message)


def _send_singly(batch: SendBatch, deliveries: list[Delivery], connection: Any) -> None:
    """Each recorded at once, so that a crash leaves one person in doubt, not all."""
    for delivery in deliveries:
        message = messages.single(batch.campaign, delivery, connection)
        if not mark_called(batch, [delivery]):
            continue
        try:
            message.send()
        except Exception as error:
            if _settle_error(batch, [delivery], error) is not Meaning.REFUSED:
                return
        else:
            _record_answer(batch, delivery, message)


def mark_called(batch: SendBatch, deliveries: Iterable[Delivery]) -> list[int]:
    """Say before the call that it is made, for those this batch still holds."""
    pks = [d.pk for d in deliveries]
    mine = Delivery.objects.filter(
        pk__in=pks, batch=batch, state=State.SENDING, called_at__isnull=True
    )
    with transaction.atomic():
        held = list(mine.select_for_update().values_list("pk", flat=True))
        if len(held) == len(pks):
            mine.update(called_at=timezone.now())
            return held
    return []


def _record_answer(batch: SendBatch, delivery: Delivery, message: Any) -> None:
    """What the provider said about this one person; files and SMTP say nothing but yes."""
    answers = getattr(message, "anymail_status", None)
    if answers is None:
        _settle(batch, [delivery], State.ACCEPTED)
        return
    answer = answers.recipients.get(delivery.email)
    status = answer.status if answer else "unknown"
    state = STATE_OF_STATUS.get(status, State.IN_DOUBT)
    reason = "" if state == State.ACCEPTED else f"provider says: {status}"
    provider_id = str(answer.message_id or "")[:200] if answer else ""
    _settle(batch, [delivery], state, reason=reason, provider_id=provider_id)


def _settle_error(batch: SendBatch, deliveries: list[Delivery], error: Exception) -> Meaning:
    meaning = outcomes.meaning_of(error)
    why = outcomes.describe(error)
    if meaning is Meaning.REFUSED:
        _settle(batch, deliveries, State.REFUSED, reason=why)
    elif meaning is Meaning.IN_DOUBT:
        _settle(batch, deliveries, State.IN_DOUBT, reason=f"no clear answer: {why}")
        _hold(batch.campaign, error, Meaning.LATER)
    else:
        # Certain that nothing went: as if never called.
        Delivery.objects.filter(
            pk__in=[d.pk for d in deliveries], batch=batch, state=State.SENDING
        ).update(called_at=None)
        _hold(batch.campaign, error, meaning)
    return meaning


def _settle(
    batch: SendBatch, deliveries: list[Delivery], state: str, *, reason: str = "", **changes: Any
) -> None:
    """An end for these people. A late answer still clears a doubt, and nothing else."""
    Delivery.objects.filter(
        pk__in=[d.pk for d in deliveries], batch=batch, state__in=[State.SENDING, State.IN_DOUBT]
    ).update(state=state, reason=reason, settled_at=timezone.now(), **changes)


def _hold(campaign: Campaign, error: Exception, meaning: Meaning) -> None:
    why = outcomes.describe(error)
    logger.warning("campaign %s waits: %s", campaign.pk, why)
    if meaning is Meaning.STOP:
        campaigns.pause(campaign, why=f"provider refused the call: {why}")
    else:
        campaigns.wait(campaign, pause=outcomes.pause_after(error), why=why)


def close_batch(batch: SendBatch) -> None:
    """Every person of a batch has an end or goes back; who was called and has none is in doubt."""
    with transaction.atomic():
        held = batch.deliveries.filter(state=State.SENDING)
        held.filter(called_at__isnull=False).update(
            state=State.IN_DOUBT, reason="the worker stopped in the call", settled_at=timezone.now()
        )
        held.update(**_given_back(batch.campaign))
        doubt = batch.deliveries.filter(state=State.IN_DOUBT).exists()
        if batch.deliveries.exists():
            state = SendBatch.State.IN_DOUBT if doubt else SendBatch.State.RECORDED
        else:
            state = SendBatch.State.RETURNED
        SendBatch.objects.filter(pk=batch.pk).update(state=state, lease_until=None)


def _given_back(campaign: Campaign) -> dict[str, Any]:
    """Back in the queue, or left out if the campaign was stopped meanwhile."""
    stopped = Campaign.objects.filter(pk=campaign.pk, state=Campaign.State.CANCELLED).exists()
    if stopped:
        now = timezone.now()
        return {"state": State.SKIPPED, "reason": "the campaign was stopped", "settled_at": now}
    return {"state": State.QUEUED, "batch": None}


def settle_abandoned() -> None:
    """Batches whose worker died: named, never silently sent again."""
    gone = SendBatch.objects.filter(
        Q(lease_until__lt=timezone.now()), state=SendBatch.State.CALLING
    )
    for batch in gone.select_related("campaign"):
        close_batch(batch)
        campaigns.finish_if_done(batch.campaign)
