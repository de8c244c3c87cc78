"""Send campaigns, batch by batch. The worker calls `send_due`; any number may, at once.

This module calls the provider and yields the `Outcome` of each call, which
`newsletter.sending.results` applies.
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from anymail.exceptions import AnymailRecipientsRefused
from django.core.mail import get_connection

from clinic.mail import errors as mail_errors
from clinic.mail import outbox
from clinic.web.errors import DATABASE_AWAY
from newsletter.list import basis
from newsletter.models import Campaign, Delivery, SendBatch
from newsletter.sending import (
    batches,
    campaigns,
    circuit_breaker,
    messages,
    provider_errors,
    providers,
    results,
    schedule,
)
from newsletter.sending.batches import ChangedPayloadError, LeaseLostError
from newsletter.sending.provider_errors import Meaning, Outcome
from newsletter.sending.providers import Provider

logger = logging.getLogger(__name__)

State = Delivery.State
#: Seconds a provider may take over a call for hundreds of people.
TIMEOUT = 25


def send_due() -> int:
    """Close abandoned batches, then send one batch of each campaign.

    Return how much was done: campaigns begun, calls repeated and people written to.
    """
    for batch in batches.abandoned():
        batches.close(batch)
        campaigns.finish_if_done(batch.campaign)
    schedule.pause_abandoned()
    done = schedule.begin_due() + replay_due()
    due = Campaign.objects.may_send_now().order_by("started_at")
    return done + sum(send_batch(campaign) for campaign in due)


def send_batch(campaign: Campaign) -> int:
    """Claim people of a campaign and write to them; return how many, 0 if nobody was waiting."""
    provider = providers.current()
    batch, skipped = batches.claim(campaign, provider)
    done = skipped
    if batch is not None:
        done += deliver(batch, provider)
        circuit_breaker.check(batch.campaign)
    campaigns.finish_if_done(campaign)
    return done


def replay_due() -> int:
    """Repeat, with the same key and the same bytes, one call that got no clear answer."""
    # Checked first: on SQLite a claim that finds nothing would still block other writers.
    batch = batches.claim_replay() if batches.due_replays().exists() else None
    if batch is None:
        return 0
    if batch.state == SendBatch.State.CALLING:
        deliver(batch, providers.BATCH_PROVIDERS[batch.provider])
    campaigns.finish_if_done(batch.campaign)
    return 1


def deliver(batch: SendBatch, provider: Provider) -> int:
    """Write to the people of a batch and close it; return how many people it has.

    With the database away nothing more is done: the lease ends by itself, and the worker
    that finds the batch then settles it.
    """
    deliveries = batches.skip_erased(batch, batches.deliveries_of(batch))
    footers = basis.sentences((d.subscriber_id for d in deliveries), until=batch.claimed_at)
    resume_at = None
    try:
        for outcome in _outcomes(batch, deliveries, footers, provider):
            resume_at = results.apply(batch, outcome)
    except LeaseLostError:
        return 0  # another worker has settled it
    except ChangedPayloadError:
        uncertain = batch.deliveries.filter(state=State.SENDING)
        batches.put_in_doubt(uncertain, "no clear answer, and what was sent can't be made again")
    except DATABASE_AWAY:
        raise
    except Exception as error:
        # Unexpected: staff must look before it happens to the next batch.
        logger.exception("campaign %s paused", batch.campaign_id)
        campaigns.pause(batch.campaign, why=mail_errors.describe(error))
    batches.close(batch, replay_at=resume_at)
    return len(deliveries)


def _outcomes(
    batch: SendBatch, deliveries: list[Delivery], footers: Mapping[int, str], provider: Provider
) -> Iterator[Outcome]:
    """Make the calls for a batch; yield the outcome of each before the next call."""
    options: dict[str, Any] = {"timeout": TIMEOUT} if provider.sends_batches else {}
    connection = get_connection(provider.backend, **options)
    try:
        connection.open()
    except Exception as error:
        # No call was made: `close` gives everybody back.
        yield provider_errors.outcome_without_answer(error)
        return
    try:
        if provider.sends_batches:
            yield _send_together(batch, deliveries, footers, connection, provider)
        else:
            yield from _send_singly(batch, deliveries, footers, connection)
    finally:
        with suppress(Exception):
            connection.close()


def _send_together(
    batch: SendBatch,
    deliveries: list[Delivery],
    footers: Mapping[int, str],
    connection: Any,
    provider: Provider,
) -> Outcome:
    """Write to all by one call."""
    before_call = partial(_mark_called, batch, provider.key_lifetime)
    message = messages.batch(
        batch, deliveries, connection, footers=footers, before_call=before_call
    )
    try:
        message.send()
    except AnymailRecipientsRefused:
        pass  # everybody is refused; each has a status
    except (ChangedPayloadError, LeaseLostError, *DATABASE_AWAY):
        raise
    except Exception as error:
        return _outcome_of_failed_batch(batch, deliveries, provider, error)
    outcome = provider_errors.outcome_of_statuses(deliveries, message.anymail_status.recipients)
    return replace(outcome, ends_failures=True)


def _mark_called(batch: SendBatch, key_lifetime: timedelta | None, digest: str) -> None:
    batches.mark_called(batch, digest=digest, key_lifetime=key_lifetime)


def _outcome_of_failed_batch(
    batch: SendBatch, deliveries: list[Delivery], provider: Provider, error: Exception
) -> Outcome:
    """Return the outcome of a call for many that raised `error`."""
    is_in_doubt = provider_errors.meaning_of(error) is Meaning.IN_DOUBT
    if batch.calls > 1 or (is_in_doubt and batch.replay_until):
        # Some mail may have been sent, so only a call with the same key may follow. `close`
        # sees to it that the provider still knows the key then.
        return provider_errors.outcome_without_answer(error)
    if provider.refuses_whole_calls and provider_errors.is_refused_whole(error):
        if len(deliveries) > 1:
            _deliver_halves(batch, provider)
            return Outcome()
        reason = mail_errors.describe(error)
        return Outcome(refused={delivery.pk: reason for delivery in deliveries})
    return provider_errors.outcome_of_error(deliveries, error)


def _deliver_halves(batch: SendBatch, provider: Provider) -> None:
    """Call for each half by itself: one bad address refuses a whole call without its name."""
    for half in batches.split(batch):
        circuit_breaker.check(half.campaign)
        if Campaign.objects.filter(pk=half.campaign_id, state=Campaign.State.SENDING).exists():
            deliver(half, provider)
        else:
            batches.close(half)  # gives everybody back


def _send_singly(
    batch: SendBatch, deliveries: list[Delivery], footers: Mapping[int, str], connection: Any
) -> Iterator[Outcome]:
    """Write to each person by a separate call.

    Each outcome is applied before the next call, so that a crash leaves one person in doubt,
    not all. A confirmation that somebody waits for goes first: the remaining people go back.
    """
    for delivery in deliveries:
        if outbox.has_urgent_mail():
            return
        footer = footers[delivery.subscriber_id]
        message = messages.single(batch.campaign, delivery, connection, footer=footer)
        batches.mark_called_one(batch, delivery)
        outcome = _send_one(message, delivery)
        yield outcome
        if outcome.interrupts:
            return
    yield Outcome(ends_failures=True)


def _send_one(message: Any, delivery: Delivery) -> Outcome:
    try:
        message.send()
    except Exception as error:
        return provider_errors.outcome_of_error([delivery], error)
    status = getattr(message, "anymail_status", None)
    if status is None:  # files and SMTP give no id
        return Outcome(accepted={delivery.pk: ""})
    return provider_errors.outcome_of_statuses([delivery], status.recipients)
