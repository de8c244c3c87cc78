"""Save what came of the calls for a batch: the one place that applies an `Outcome`."""

import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial

from django.db import close_old_connections, connection
from django.utils import timezone

from clinic.web.errors import DATABASE_AWAY
from newsletter.models import Campaign, Delivery, SendBatch
from newsletter.sending import campaigns
from newsletter.sending.provider_errors import Outcome
from newsletter.sending.providers import BATCH_PROVIDERS

logger = logging.getLogger(__name__)

State = Delivery.State

#: Calls without a clear answer in a row after which staff must look, where the provider knows
#: no idempotency keys.
MOST_UNCLEAR_CALLS = 3
#: One statement for all ids of a call, the same on SQLite and PostgreSQL.
ACCEPT_SQL = """
    UPDATE newsletter_delivery SET state = 'accepted', reason = '', settled_at = %s,
        provider_id = result.column2
    FROM (VALUES {rows}) AS result
    WHERE newsletter_delivery.id = result.column1
        AND newsletter_delivery.batch_id = %s
        AND newsletter_delivery.state IN ('sending', 'in_doubt')
"""


def apply(batch: SendBatch, outcome: Outcome) -> datetime | None:
    """Save what a call came to, and pause the campaign if the outcome asks for it.

    Return when the campaign goes on by itself; None if it need not wait or staff must look.
    """
    is_call_for_many = batch.provider in BATCH_PROVIDERS
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
            ACCEPT_SQL.format(rows=", ".join(["(%s, %s)"] * len(ids))),
            [prepare(timezone.now(), connection), *pairs, key],
        )


def _mark_uncalled(batch: SendBatch, people: Sequence[int]) -> None:
    """Undo the mark of a call that sent nothing: `close` then queues these people again."""
    batch.deliveries.filter(state=State.SENDING, pk__in=people).update(called_at=None)
    SendBatch.objects.filter(pk=batch.pk).update(called_at=None)
