"""The life of a send batch: some people taken by one worker, called for, and each given an end.

A person's row moves queued → sending → an end, and each step is a conditional UPDATE.
`called_at` is set just before the provider is called, on the batch for a call for all of
them and on the row for a call for one: what has neither never left us and goes back; what
has it and whose worker died is asked about again with the same key, where the
provider knows keys, and otherwise stays in doubt and is never sent again without a
person's decision.
"""

import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import close_old_connections, connection, models, transaction
from django.utils import timezone

from clinic.web.errors import DATABASE_AWAY
from newsletter.models import Campaign, Delivery, SendBatch, Subscriber
from newsletter.sending import campaigns, rate_limit
from newsletter.sending.provider_errors import Outcome
from newsletter.sending.providers import Provider

logger = logging.getLogger(__name__)

State = Delivery.State
BatchState = SendBatch.State

#: Longer than a call may take (`sending.TIMEOUT`), and a crash is mended within a minute.
LEASE = timedelta(seconds=35)
#: Calls without a clear answer in a row after which staff must look, where the provider knows
#: no idempotency keys.
MOST_UNCLEAR_CALLS = 3
#: One statement for all ids of a call, the same on SQLite and PostgreSQL.
RECORD = """
    UPDATE newsletter_delivery SET state = 'accepted', reason = '', settled_at = %s,
        provider_id = answer.column2
    FROM (VALUES {rows}) AS answer
    WHERE newsletter_delivery.id = answer.column1
        AND newsletter_delivery.batch_id = %s
        AND newsletter_delivery.state IN ('sending', 'in_doubt')
"""


class LeaseLostError(Exception):
    """Another worker has settled this batch: nothing may be called for it."""


class ChangedPayloadError(Exception):
    """The same key would go with other bytes: what was sent can't be made again."""


@transaction.atomic
def claim(campaign: Campaign, provider: Provider) -> tuple[SendBatch | None, int]:
    """Take waiting people for this worker; consent and suppression are asked once more.

    Returns the batch, if anybody is in it, and how many people were left out. Locking the
    campaign makes a pause take effect within one batch and keeps workers apart.
    """
    now = timezone.now()
    held = Campaign.objects.may_send_now().select_for_update().filter(pk=campaign.pk).first()
    if held is None:
        return None, 0
    size = provider.people_for(len(held.text) + len(held.html))
    waiting = held.deliveries.filter(state=State.QUEUED).order_by("pk")
    people = dict(waiting.values_list("pk", "subscriber_id")[:size])
    if not people or not rate_limit.allows(provider.name, len(people)):
        return None, 0
    Campaign.objects.filter(pk=held.pk).update(active_at=now)
    may = reachable(people.values())
    chosen = [pk for pk, subscriber in people.items() if subscriber in may]
    left_out = waiting.filter(pk__in=people.keys() - set(chosen))
    skipped = _leave_out(left_out) if len(chosen) < len(people) else 0
    if not chosen:
        return None, skipped
    batch = SendBatch(campaign=held, provider=provider.name, lease_until=now + LEASE)
    batch.save(force_insert=True)
    Delivery.objects.filter(pk__in=chosen).update(state=State.SENDING, batch=batch)
    return batch, skipped


def reachable(subscribers: Iterable[int]) -> set[int]:
    """Who of these may be written to now.

    Asked of these few alone: as a condition of another question, the database might look
    at everybody first.
    """
    found = Subscriber.objects.reachable().filter(pk__in=list(subscribers))
    return set(found.values_list("pk", flat=True))


def _leave_out(deliveries: models.QuerySet[Delivery]) -> int:
    """Those of a claim who may not be written to any more, with the reason."""
    now, skipped = timezone.now(), State.SKIPPED
    confirmed = deliveries.filter(subscriber__state=Subscriber.State.CONFIRMED)
    suppressed = confirmed.update(
        state=skipped, reason="reported us or bounced meanwhile", settled_at=now
    )
    left = deliveries.update(state=skipped, reason="left the list meanwhile", settled_at=now)
    return suppressed + left


def people_of(batch: SendBatch) -> list[Delivery]:
    """In the order in which they are in the call, each time the same; what a call needs."""
    people = batch.deliveries.select_related("subscriber").order_by("pk")
    return list(people.only("email", "batch", "subscriber__public_id"))


def leave_out_erased(batch: SendBatch, deliveries: list[Delivery]) -> list[Delivery]:
    """Those who still have an address; who was erased since the claim gets an end."""
    erased = [delivery.pk for delivery in deliveries if not delivery.email]
    if erased:
        settle(batch, erased, State.SKIPPED, reason="left the list meanwhile")
    return [delivery for delivery in deliveries if delivery.email]


def mark_called(batch: SendBatch, *, digest: str, remembers: timedelta | None) -> None:
    """Say before a call for all that it is made.

    Raises `LeaseLostError`, or `ChangedPayloadError` if the key went with other bytes before.
    """
    now = timezone.now()
    if batch.calls and batch.digest != digest:
        raise ChangedPayloadError if _mine(batch).exists() else LeaseLostError
    said: dict[str, Any] = {
        "calls": batch.calls + 1,
        "digest": digest,
        "lease_until": now + LEASE,
    }
    if batch.called_at is None:
        said["called_at"] = now
        said["replay_until"] = now + remembers if remembers else None
    if not _mine(batch).update(**said):
        raise LeaseLostError
    for name, value in said.items():
        setattr(batch, name, value)


def _mine(batch: SendBatch) -> models.QuerySet[SendBatch]:
    """The batch, as long as this worker has the lease."""
    return SendBatch.objects.filter(
        pk=batch.pk, state=BatchState.CALLING, lease_until=batch.lease_until
    )


@transaction.atomic
def mark_called_one(batch: SendBatch, delivery: Delivery) -> None:
    """Say before a single person's call that it is made. Raises `LeaseLostError`."""
    now = timezone.now()
    if not _mine(batch).update(lease_until=now + LEASE):
        raise LeaseLostError
    batch.lease_until = now + LEASE
    Delivery.objects.filter(pk=delivery.pk).update(called_at=now)


def apply(batch: SendBatch, outcome: Outcome) -> datetime | None:
    """Save what a call came to, and pause the campaign if the outcome asks for it.

    Return when the campaign goes on by itself; None if it need not wait or staff must look.
    """
    is_call_for_many = batch.calls > 0
    save = partial(_save_people, batch, outcome)
    if is_call_for_many:
        _retry_without_database(save)
    else:
        save()
    if outcome.ends_failures:
        campaigns.end_failures(batch.campaign)
    if not outcome.interrupts:
        return None
    logger.warning("campaign %s waits: %s", batch.campaign_id, outcome.error)
    if outcome.stop or outcome.retry_after is None:
        campaigns.pause(batch.campaign, why=f"provider refused the call: {outcome.error}")
        return None
    resume_at = campaigns.wait(batch.campaign, at_least=outcome.retry_after, why=outcome.error)
    if outcome.doubtful and is_call_for_many:
        _stop_if_unclear_again(batch)
    return resume_at


def _save_people(batch: SendBatch, outcome: Outcome) -> None:
    accept(batch, outcome.accepted)
    for state, reasons in (
        (State.REFUSED, outcome.refused),
        (State.FAILED, outcome.failed),
        (State.IN_DOUBT, outcome.doubtful),
    ):
        for reason in dict.fromkeys(reasons.values()):
            people = [pk for pk, each in reasons.items() if each == reason]
            settle(batch, people, state, reason=reason)
    if outcome.unsent:
        _mark_uncalled(batch, outcome.unsent)


def _retry_without_database(save: Callable[[], None]) -> None:
    """Call `save` again for some seconds while the database is away, as when it restarts.

    A late answer is still worth saving: it clears a doubt that another worker noted.
    """
    for pause in (1, 2, 4, 8, 0):  # seconds
        try:
            return save()
        except DATABASE_AWAY:
            if not pause:
                raise
            close_old_connections()
            time.sleep(pause)
    return None


def _stop_if_unclear_again(batch: SendBatch) -> None:
    """Pause the campaign after `MOST_UNCLEAR_CALLS`: each leaves a batch of people in doubt."""
    campaign = Campaign.objects.get(pk=batch.campaign_id)
    if campaign.failures >= MOST_UNCLEAR_CALLS:
        campaigns.pause(campaign, why="The provider gives no clear answers.")


def settle(batch: SendBatch, people: Iterable[int], state: str, *, reason: str = "") -> None:
    """Give deliveries, named by primary key, a final state.

    Those that have one already keep it, unless it is a doubt.
    """
    Delivery.objects.filter(
        pk__in=list(people), batch=batch, state__in=[State.SENDING, State.IN_DOUBT]
    ).update(state=state, reason=reason, settled_at=timezone.now())


def accept(batch: SendBatch, ids: Mapping[int, str]) -> None:
    """Record deliveries that the provider has taken: primary key to the provider's message id."""
    if not ids:
        return
    prepare = Delivery._meta.get_field("settled_at").get_db_prep_value
    key = SendBatch._meta.pk.get_db_prep_value(batch.pk, connection)
    pairs = [value for pk, provider_id in ids.items() for value in (pk, provider_id[:200])]
    with connection.cursor() as cursor:
        # The rows are placeholders made here; values are passed as parameters.
        cursor.execute(
            RECORD.format(rows=", ".join(["(%s, %s)"] * len(ids))),
            [prepare(timezone.now(), connection), *pairs, key],
        )


def _mark_uncalled(batch: SendBatch, people: Sequence[int]) -> None:
    """Undo the mark of a call of which nothing left us: `close` then queues these people."""
    batch.deliveries.filter(state=State.SENDING, pk__in=people).update(called_at=None)
    SendBatch.objects.filter(pk=batch.pk).update(called_at=None)


@transaction.atomic
def close(batch: SendBatch, *, replay_at: datetime | None = None) -> None:
    """Every person of a batch has an end, goes back, or is asked about again.

    Who was called for and has no answer is asked about again at `replay_at`, as long as
    the provider knows the key, and in doubt otherwise.
    """
    held = SendBatch.objects.select_for_update().get(pk=batch.pk)
    if held.state != BatchState.CALLING:
        return
    open_ = held.deliveries.filter(state=State.SENDING)
    if held.called_at is None:  # no call for all of them; there may be one for each
        _return(open_.filter(called_at__isnull=True), held.campaign_id)
    held.lease_until, held.replay_at = None, None
    states = set(held.deliveries.order_by().values_list("state", flat=True).distinct())
    if State.SENDING not in states:
        held.state = _end_of(states)
    elif held.replay_until and held.replay_until > timezone.now():
        held.state = BatchState.REPLAY
        held.replay_at = replay_at or timezone.now()
    else:
        held.state = BatchState.IN_DOUBT
        put_in_doubt(open_, "the worker stopped in the call")
    held.save()


def _end_of(states: set[str]) -> str:
    if not states:
        return BatchState.RETURNED
    return BatchState.IN_DOUBT if State.IN_DOUBT in states else BatchState.RECORDED


def put_in_doubt(deliveries: models.QuerySet[Delivery], why: str) -> None:
    """Sent or not, nobody can tell: only a person, or a late report, changes that."""
    now = timezone.now()
    # A report about a mail proves that the provider has it.
    deliveries.filter(fate__gt="").update(state=State.ACCEPTED, settled_at=now)
    deliveries.update(state=State.IN_DOUBT, reason=why[:120], settled_at=now)


def _return(deliveries: models.QuerySet[Delivery], campaign_id: int) -> None:
    """Back in the queue, or left out if the campaign was stopped meanwhile."""
    if Campaign.objects.filter(pk=campaign_id, state=Campaign.State.CANCELLED).exists():
        deliveries.update(
            state=State.SKIPPED, reason="the campaign was stopped", settled_at=timezone.now()
        )
    else:
        deliveries.update(state=State.QUEUED, batch=None)


def abandoned() -> list[SendBatch]:
    """Batches whose worker died."""
    gone = SendBatch.objects.filter(state=BatchState.CALLING, lease_until__lt=timezone.now())
    return list(gone.select_related("campaign"))


def due_replays() -> models.QuerySet[SendBatch]:
    """Batches to ask about again."""
    return SendBatch.objects.filter(
        state=BatchState.REPLAY,
        replay_at__lte=timezone.now(),
        campaign__in=Campaign.objects.here(),
    ).order_by("replay_at")


@transaction.atomic
def claim_replay() -> SendBatch | None:
    """A batch to ask about again, now this worker's; None if none is due.

    If the provider has forgotten the key, or somebody of the batch has left the list since
    (the same bytes would write to them), the batch is in doubt instead.
    """
    skip = connection.features.has_select_for_update_skip_locked
    now = timezone.now()
    batch = due_replays().select_for_update(skip_locked=skip).first()
    if batch is None:
        return None
    open_ = batch.deliveries.filter(state=State.SENDING)
    people = set(open_.values_list("subscriber_id", flat=True))
    gone = bool(people - reachable(people))
    batch.replay_at = None
    if gone or batch.replay_until is None or batch.replay_until <= now:
        why = "somebody left the list meanwhile" if gone else "the provider forgets after a time"
        put_in_doubt(open_, f"no clear answer, and not asked again: {why}")
        batch.state = BatchState.IN_DOUBT
    else:
        batch.state, batch.lease_until = BatchState.CALLING, now + LEASE
    batch.save()
    return batch


@transaction.atomic
def split(batch: SendBatch) -> list[SendBatch]:
    """Two halves with keys of their own, after a refusal that named nobody."""
    pks = list(batch.deliveries.filter(state=State.SENDING).order_by("pk").values_list("pk"))
    middle = len(pks) // 2
    halves = []
    for part in (pks[:middle], pks[middle:]):
        half = SendBatch(
            campaign_id=batch.campaign_id,
            provider=batch.provider,
            lease_until=timezone.now() + LEASE,
        )
        half.save(force_insert=True)
        Delivery.objects.filter(pk__in=[pk for (pk,) in part]).update(batch=half, called_at=None)
        halves.append(half)
    return halves
