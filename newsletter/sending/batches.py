"""Claim batches of deliveries, mark calls and close batches (`results` saves what came of calls).

A delivery goes from queued to sending to a final state, each by a conditional UPDATE.
`called_at` is set just before the provider is called: on the batch for one call for all of it, on
the delivery for a call for one person. A delivery without either was not sent and is queued
again. If the worker died after it was set, the call is repeated with the same idempotency key if
the provider supports keys; otherwise the delivery is in doubt and is not sent again unless staff
decide so.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from newsletter.models import Campaign, Delivery, SendBatch, Subscriber
from newsletter.sending import rate_limit, results
from newsletter.sending.providers import Provider

State = Delivery.State
BatchState = SendBatch.State

#: Longer than a call may take (`worker.TIMEOUT`), and short enough to recover from a crash
#: within a minute.
LEASE = timedelta(seconds=35)


class LeaseLostError(Exception):
    """Another worker has this batch or has settled it: no call may be made for it."""


class ChangedPayloadError(Exception):
    """The payload differs from the one first sent with this idempotency key."""


@transaction.atomic
def claim(campaign: Campaign, provider: Provider) -> tuple[SendBatch | None, int]:
    """Take queued deliveries for this worker; check consent and suppression once more.

    Return the batch, None if it would be empty, and how many deliveries were skipped. The lock
    on the campaign makes a pause take effect within one batch and keeps workers apart.
    """
    now = timezone.now()
    locked = Campaign.objects.may_send_now().select_for_update().filter(pk=campaign.pk).first()
    if locked is None:
        return None, 0
    size = provider.batch_size_for(len(locked.text) + len(locked.html))
    waiting = locked.deliveries.filter(state=State.QUEUED).order_by("pk")
    people = dict(waiting.values_list("pk", "subscriber_id")[:size])
    if not people or not rate_limit.allows(provider.name, len(people)):
        return None, 0
    Campaign.objects.filter(pk=locked.pk).update(active_at=now)
    reachable_ids = reachable(people.values())
    claimed = [pk for pk, subscriber in people.items() if subscriber in reachable_ids]
    unreachable = waiting.filter(pk__in=people.keys() - set(claimed))
    skipped = _skip(unreachable) if len(claimed) < len(people) else 0
    if not claimed:
        return None, skipped
    batch = SendBatch(campaign=locked, provider=provider.name, lease_until=now + LEASE)
    batch.save(force_insert=True)
    Delivery.objects.filter(pk__in=claimed).update(state=State.SENDING, batch=batch)
    return batch, skipped


def reachable(subscribers: Iterable[int]) -> set[int]:
    """Return those of these subscribers who may be written to now.

    A query of its own: as a condition of another query it may make the database check every
    subscriber first.
    """
    allowed = Subscriber.objects.reachable().filter(pk__in=list(subscribers))
    return set(allowed.values_list("pk", flat=True))


def _skip(deliveries: models.QuerySet[Delivery]) -> int:
    """Skip deliveries to people who may not be written to any more; return how many."""
    now, skipped = timezone.now(), State.SKIPPED
    confirmed = deliveries.filter(subscriber__state=Subscriber.State.CONFIRMED)
    suppressed = confirmed.update(
        state=skipped, reason="reported us or bounced meanwhile", settled_at=now
    )
    withdrawn = deliveries.update(state=skipped, reason="left the list meanwhile", settled_at=now)
    return suppressed + withdrawn


def deliveries_of(batch: SendBatch) -> list[Delivery]:
    """Return the deliveries in the order of the call, always the same, with what a call needs."""
    people = batch.deliveries.select_related("subscriber").order_by("pk")
    return list(people.only("email", "batch", "subscriber__public_id"))


def skip_erased(batch: SendBatch, deliveries: list[Delivery]) -> list[Delivery]:
    """Skip deliveries to people erased since the claim; return the others."""
    erased = [delivery.pk for delivery in deliveries if not delivery.email]
    if erased:
        results.settle(batch, erased, State.SKIPPED, reason="left the list meanwhile")
    return [delivery for delivery in deliveries if delivery.email]


def mark_called(batch: SendBatch, *, digest: str, key_lifetime: timedelta | None) -> None:
    """Record, just before one call for the whole batch, that it is made.

    Raises `LeaseLostError`, or `ChangedPayloadError` if the key was used with another payload.
    """
    now = timezone.now()
    if batch.calls and batch.digest != digest:
        raise ChangedPayloadError if _leased(batch).exists() else LeaseLostError
    changes: dict[str, Any] = {
        "calls": batch.calls + 1,
        "digest": digest,
        "lease_until": now + LEASE,
    }
    if batch.called_at is None:
        changes["called_at"] = now
        changes["replay_until"] = now + key_lifetime if key_lifetime else None
    if not _leased(batch).update(**changes):
        raise LeaseLostError
    for name, value in changes.items():
        setattr(batch, name, value)


def _leased(batch: SendBatch) -> models.QuerySet[SendBatch]:
    """Return the batch if this worker still has its lease, else an empty query set."""
    return SendBatch.objects.filter(
        pk=batch.pk, state=BatchState.CALLING, lease_until=batch.lease_until
    )


@transaction.atomic
def mark_called_one(batch: SendBatch, delivery: Delivery) -> None:
    """Record, just before a call for one person, that it is made. Raises `LeaseLostError`."""
    now = timezone.now()
    if not _leased(batch).update(lease_until=now + LEASE):
        raise LeaseLostError
    batch.lease_until = now + LEASE
    Delivery.objects.filter(pk=delivery.pk).update(called_at=now)


@transaction.atomic
def close(batch: SendBatch, *, replay_at: datetime | None = None) -> None:
    """End a batch: queue again what was not called for, and settle what has no result.

    A call without a clear answer is repeated at `replay_at` if the provider still knows the key
    then; otherwise its deliveries are in doubt.
    """
    locked = SendBatch.objects.select_for_update().get(pk=batch.pk)
    if locked.state != BatchState.CALLING:
        return
    unsettled = locked.deliveries.filter(state=State.SENDING)
    if locked.called_at is None:  # no call for all of them; there may be one for each
        _requeue(unsettled.filter(called_at__isnull=True), locked.campaign_id)
    locked.lease_until, locked.replay_at = None, None
    states = set(locked.deliveries.order_by().values_list("state", flat=True).distinct())
    if State.SENDING not in states:
        locked.state = _final_state(states)
    elif locked.replay_until and locked.replay_until > timezone.now():
        locked.state = BatchState.REPLAY
        locked.replay_at = replay_at or timezone.now()
    else:
        locked.state = BatchState.IN_DOUBT
        put_in_doubt(unsettled, "the worker stopped in the call")
    locked.save()


def _final_state(states: set[str]) -> str:
    if not states:
        return BatchState.RETURNED
    return BatchState.IN_DOUBT if State.IN_DOUBT in states else BatchState.RECORDED


def put_in_doubt(deliveries: models.QuerySet[Delivery], why: str) -> None:
    """Set deliveries in doubt. Only staff, or a late answer or report, changes that."""
    now = timezone.now()
    # A report proves that the provider has accepted the mail.
    deliveries.filter(fate__gt="").update(state=State.ACCEPTED, settled_at=now)
    deliveries.update(state=State.IN_DOUBT, reason=why[:120], settled_at=now)


def _requeue(deliveries: models.QuerySet[Delivery], campaign_id: int) -> None:
    """Queue deliveries again, or skip them if the campaign was stopped meanwhile."""
    if Campaign.objects.filter(pk=campaign_id, state=Campaign.State.CANCELLED).exists():
        deliveries.update(
            state=State.SKIPPED, reason="the campaign was stopped", settled_at=timezone.now()
        )
    else:
        deliveries.update(state=State.QUEUED, batch=None)


def abandoned() -> list[SendBatch]:
    """Return batches whose lease has expired because their worker died."""
    expired = SendBatch.objects.filter(state=BatchState.CALLING, lease_until__lt=timezone.now())
    return list(expired.select_related("campaign"))


def due_replays() -> models.QuerySet[SendBatch]:
    """Return batches whose call is due to be repeated."""
    return SendBatch.objects.filter(
        state=BatchState.REPLAY,
        replay_at__lte=timezone.now(),
        campaign__in=Campaign.objects.here(),
    ).order_by("replay_at")


@transaction.atomic
def claim_replay() -> SendBatch | None:
    """Claim a batch whose call is to be repeated; None if none is due.

    If the provider has forgotten the key, or somebody of the batch has left the list since
    (the same payload would write to them), the batch is in doubt instead.
    """
    skip = connection.features.has_select_for_update_skip_locked
    now = timezone.now()
    batch = due_replays().select_for_update(skip_locked=skip).first()
    if batch is None:
        return None
    unsettled = batch.deliveries.filter(state=State.SENDING)
    people = set(unsettled.values_list("subscriber_id", flat=True))
    has_left = bool(people - reachable(people))
    batch.replay_at = None
    if has_left or batch.replay_until is None or batch.replay_until <= now:
        reason = "somebody left the list meanwhile"
        if not has_left:
            reason = "the provider forgets after a time"
        put_in_doubt(unsettled, f"no clear answer, and not asked again: {reason}")
        batch.state = BatchState.IN_DOUBT
    else:
        batch.state, batch.lease_until = BatchState.CALLING, now + LEASE
    batch.save()
    return batch


@transaction.atomic
def split(batch: SendBatch) -> list[SendBatch]:
    """Split a batch into two with new keys, after a refusal that did not say for which person."""
    pks = list(batch.deliveries.filter(state=State.SENDING).order_by("pk").values_list("pk"))
    middle = len(pks) // 2
    halves = []
    for half_pks in (pks[:middle], pks[middle:]):
        half = SendBatch(
            campaign_id=batch.campaign_id,
            provider=batch.provider,
            lease_until=timezone.now() + LEASE,
        )
        half.save(force_insert=True)
        Delivery.objects.filter(pk__in=[pk for (pk,) in half_pks]).update(
            batch=half, called_at=None
        )
        halves.append(half)
    return halves
