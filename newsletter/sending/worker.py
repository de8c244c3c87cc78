"""Campaigns, batch by batch. The worker calls `send_due`; any number may, at once.

What becomes of the people in a batch: `newsletter.sending.batches`. This file makes the calls
and says what their ends mean.
"""

import logging
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from anymail.exceptions import AnymailRecipientsRefused
from django.core.mail import get_connection
from django.db import close_old_connections

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
    schedule,
)
from newsletter.sending.batches import ChangedPayloadError, LeaseLostError
from newsletter.sending.provider_errors import Meaning
from newsletter.sending.providers import Provider

logger = logging.getLogger(__name__)

State = Delivery.State
#: Seconds a provider may take over a call for hundreds of people.
TIMEOUT = 25
#: Unclear ends in a row after which people must look, where the provider knows no keys.
UNCLEAR_IN_A_ROW = 3
STATE_OF_STATUS = {
    "sent": State.ACCEPTED,
    "queued": State.ACCEPTED,
    "invalid": State.REFUSED,
    "rejected": State.REFUSED,
    "failed": State.FAILED,
}


def send_due() -> int:
    """Settle what was left behind, then one batch of each campaign; how much was done."""
    for batch in batches.abandoned():
        batches.close(batch)
        campaigns.finish_if_done(batch.campaign)
    schedule.pause_those_left_behind()
    done = schedule.begin_due() + replay_due()
    due = Campaign.objects.may_send_now().order_by("started_at")
    return done + sum(send_batch(campaign) for campaign in due)


def send_batch(campaign: Campaign) -> int:
    """Claim some people, write to them, record each. 0 if nobody was waiting."""
    provider = providers.current()
    batch, skipped = batches.claim(campaign, provider)
    done = skipped
    if batch is not None:
        done += deliver(batch, provider)
        circuit_breaker.check(batch.campaign)
    campaigns.finish_if_done(campaign)
    return done


def replay_due() -> int:
    """Ask again, with the same key and the same bytes, about calls that got no clear answer."""
    # Asked first: a claim that finds nothing takes the only writer's place on SQLite.
    batch = batches.claim_replay() if batches.due_replays().exists() else None
    if batch is None:
        return 0
    if batch.state == SendBatch.State.CALLING:
        deliver(batch, providers.TOGETHER[batch.provider])
    campaigns.finish_if_done(batch.campaign)
    return 1


def deliver(batch: SendBatch, provider: Provider) -> int:
    """Write to the people of a batch, each given an end or given back; returns how many.

    With the database away nothing more is done: the lease ends by itself, and whoever
    finds the batch then settles it.
    """
    deliveries = batches.leave_out_erased(batch, batches.people_of(batch))
    footers = basis.sentences((d.subscriber_id for d in deliveries), until=batch.claimed_at)
    replay_at = None
    try:
        replay_at = _call(batch, deliveries, footers, provider)
    except LeaseLostError:
        return 0  # somebody else has settled it
    except DATABASE_AWAY:
        raise
    except Exception as error:
        # Not foreseen: a person must look before it happens to the next batch.
        logger.exception("campaign %s paused", batch.campaign_id)
        campaigns.pause(batch.campaign, why=mail_errors.describe(error))
    batches.close(batch, replay_at=replay_at)
    return len(deliveries)


def _call(
    batch: SendBatch, deliveries: list[Delivery], footers: Mapping[int, str], provider: Provider
) -> datetime | None:
    """Make the call or calls; returns when to ask again, if the end was unclear."""
    options: dict[str, Any] = {"timeout": TIMEOUT} if provider.together else {}
    connection = get_connection(provider.backend, **options)
    try:
        connection.open()
    except Exception as error:
        # Nobody was called: `close` gives all of them back.
        return _hold(batch, error, Meaning.LATER)
    try:
        if provider.together:
            return _send_together(batch, deliveries, footers, connection, provider)
        _send_singly(batch, deliveries, footers, connection)
        return None
    finally:
        with suppress(Exception):
            connection.close()


def _send_together(
    batch: SendBatch,
    deliveries: list[Delivery],
    footers: Mapping[int, str],
    connection: Any,
    provider: Provider,
) -> datetime | None:
    mark = partial(_mark, batch, provider.remembers)
    message = messages.batch(batch, deliveries, connection, footers=footers, before_call=mark)
    try:
        message.send()
    except AnymailRecipientsRefused:
        pass  # every one refused; each has a status of its own
    except ChangedPayloadError:
        left = batch.deliveries.filter(state=State.SENDING)
        batches.put_in_doubt(left, "no clear answer, and what was sent can't be made again")
        return None
    except (LeaseLostError, *DATABASE_AWAY):
        raise
    except Exception as error:
        return _after_error(batch, deliveries, provider, error)
    record = partial(_record_answers, batch, deliveries, message.anymail_status.recipients)
    _with_patience(record)
    campaigns.went_well(batch.campaign)
    return None


def _with_patience(record: Callable[[], None]) -> None:
    """Keep what the provider said through a short absence of the database.

    Late is not too late: an answer still clears a doubt that another worker noted.
    """
    for pause in (1, 2, 4, 8, 0):  # seconds; a database that starts again needs a few
        try:
            return record()
        except DATABASE_AWAY:
            if not pause:
                raise
            close_old_connections()
            time.sleep(pause)
    return None


def _mark(batch: SendBatch, remembers: timedelta | None, digest: str) -> None:
    batches.mark_called(batch, digest=digest, remembers=remembers)


def _send_singly(
    batch: SendBatch, deliveries: list[Delivery], footers: Mapping[int, str], connection: Any
) -> None:
    """Each recorded at once, so that a crash leaves one person in doubt, not all.

    A confirmation that somebody waits for goes first: the rest of these people go back.
    """
    for delivery in deliveries:
        if outbox.has_urgent_mail():
            return
        footer = footers[delivery.subscriber_id]
        message = messages.single(batch.campaign, delivery, connection, footer=footer)
        batches.mark_called_one(batch, delivery)
        try:
            message.send()
        except Exception as error:
            if _settle_error(batch, [delivery], error) is not Meaning.REFUSED:
                return
        else:
            _record_one(batch, delivery, message)
    campaigns.went_well(batch.campaign)


def _record_one(batch: SendBatch, delivery: Delivery, message: Any) -> None:
    """Files and SMTP say nothing but yes."""
    answers = getattr(message, "anymail_status", None)
    if answers is None:
        batches.accept(batch, {delivery.pk: ""})
    else:
        _record_answers(batch, [delivery], answers.recipients)


def _record_answers(batch: SendBatch, deliveries: list[Delivery], answers: Any) -> None:
    """What the provider said about each person."""
    accepted: dict[int, str] = {}
    others: dict[str, list[Delivery]] = {}
    for delivery in deliveries:
        answer = answers.get(delivery.email)
        status = answer.status if answer else "unknown"
        if STATE_OF_STATUS.get(status) == State.ACCEPTED:
            accepted[delivery.pk] = str(answer.message_id or "")
        else:
            others.setdefault(status, []).append(delivery)
    batches.accept(batch, accepted)
    for status, found in others.items():
        state = STATE_OF_STATUS.get(status, State.IN_DOUBT)
        batches.settle(batch, found, state, reason=f"provider says: {status}")


def _after_error(
    batch: SendBatch, deliveries: list[Delivery], provider: Provider, error: Exception
) -> datetime | None:
    """A call for many failed; returns when to ask again with the same key."""
    meaning = provider_errors.meaning_of(error)
    if batch.calls > 1 or (meaning is Meaning.IN_DOUBT and batch.replay_until):
        # Part of it may be out: only the same key may ask, and `close` sees to the window.
        return _hold(batch, error, Meaning.LATER)
    if provider.refuses_whole and provider_errors.is_refused_whole(error):
        _halve(batch, deliveries, provider, error)
        return None
    if _settle_error(batch, deliveries, error) is Meaning.IN_DOUBT:
        _stop_if_unclear_again(batch)
    return None


def _halve(
    batch: SendBatch, deliveries: list[Delivery], provider: Provider, error: Exception
) -> None:
    """One bad address fails the call: find it, don't fail the others."""
    if len(deliveries) == 1:
        batches.settle(batch, deliveries, State.REFUSED, reason=mail_errors.describe(error))
        return
    for half in batches.split(batch):
        circuit_breaker.check(half.campaign)
        if Campaign.objects.filter(pk=half.campaign_id, state=Campaign.State.SENDING).exists():
            deliver(half, provider)
        else:
            batches.close(half)  # all of them go back


def _settle_error(batch: SendBatch, deliveries: list[Delivery], error: Exception) -> Meaning:
    meaning = provider_errors.meaning_of(error)
    why = mail_errors.describe(error)
    if meaning is Meaning.REFUSED:
        batches.settle(batch, deliveries, State.REFUSED, reason=why)
    elif meaning is Meaning.IN_DOUBT:
        batches.settle(batch, deliveries, State.IN_DOUBT, reason=f"no clear answer: {why}")
        _hold(batch, error, Meaning.LATER)
    else:
        batches.give_back(batch, deliveries)
        _hold(batch, error, meaning)
    return meaning


def _stop_if_unclear_again(batch: SendBatch) -> None:
    """Each unclear call leaves a batch of people in doubt: not for ever by itself."""
    campaign = Campaign.objects.get(pk=batch.campaign_id)
    if campaign.failures >= UNCLEAR_IN_A_ROW:
        campaigns.pause(campaign, why="The provider gives no clear answers.")


def _hold(batch: SendBatch, error: Exception, meaning: Meaning) -> datetime | None:
    """Let the campaign wait, or stop it until a person has looked; returns when it goes on."""
    why = mail_errors.describe(error)
    logger.warning("campaign %s waits: %s", batch.campaign_id, why)
    if meaning is Meaning.STOP:
        campaigns.pause(batch.campaign, why=f"provider refused the call: {why}")
        return None
    return campaigns.wait(batch.campaign, asked=provider_errors.asked_pause(error), why=why)
