"""Confirm, withdraw and suppress subscribers: each in one transaction with one event.

Signing up: `newsletter.list.signing_up`; erasure: `newsletter.list.erasing`.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from clinic import links
from newsletter import emails
from newsletter.list import basis
from newsletter.models import ConsentEvent, Subscriber, Suppression

EventKind, Method, State = ConsentEvent.Kind, ConsentEvent.Method, Subscriber.State
#: The states of people who have left the list.
LEFT_STATES = (State.WITHDRAWN, State.ERASED)


class StaleLinkError(Exception):
    """The link is valid but too old, or the person has left since."""


def find_signup(token: str) -> ConsentEvent | None:
    """Return the sign-up event of a confirmation link; None if the link is forged.

    Raises `StaleLinkError` if it is too old or the person has left since.
    """
    value = links.read_token(emails.CONFIRM, token)
    if value is None:
        return None
    public_id, _, pk = value.partition(".")
    signup = ConsentEvent.objects.filter(
        pk=pk, kind=EventKind.ASKED, subscriber__public_id=public_id
    ).first()
    if (
        signup is None
        or links.read_token(emails.CONFIRM, token, max_age=emails.CONFIRM_WITHIN) is None
    ):
        raise StaleLinkError
    if signup.subscriber.events.filter(kind__in=ENDING_KINDS, pk__gt=signup.pk).exists():
        raise StaleLinkError
    return signup


#: After one of these events only a new sign-up can be confirmed.
ENDING_KINDS = (EventKind.WITHDRAWN, EventKind.COMPLAINED, EventKind.OBJECTED, EventKind.ERASED)


@transaction.atomic
def confirm(signup: ConsentEvent) -> Subscriber:
    """Confirm a sign-up. Idempotent.

    Somebody imported meanwhile counts as confirmed from now on. If the sign-up corrects an
    address, the old one leaves the list in the same transaction.
    """
    subscriber = Subscriber.objects.select_for_update().get(pk=signup.subscriber_id)
    replaced = (
        Subscriber.objects.filter(pk=signup.replaces_id or 0).exclude(state__in=LEFT_STATES).first()
    )
    if (
        replaced
        or subscriber.state != State.CONFIRMED
        or subscriber.is_suppressed
        or _was_imported(subscriber)
    ):
        # A withdrawal saved while this transaction waited for the row takes precedence.
        if subscriber.events.filter(kind__in=ENDING_KINDS, pk__gt=signup.pk).exists():
            raise StaleLinkError
        record(subscriber, EventKind.CONFIRMED, Method.LINK, signup=signup)
        Suppression.objects.filter(address_hash=subscriber.address_hash).delete()
        subscriber.state = State.CONFIRMED
        subscriber.confirmed_at, subscriber.withdrawn_at = timezone.now(), None
        subscriber.save()
    if replaced:
        withdraw(replaced.public_id, method=Method.LINK)
    return subscriber


def _was_imported(subscriber: Subscriber) -> bool:
    consent = basis.latest_consent(subscriber)
    return consent is not None and consent.kind == EventKind.IMPORTED


def find_subscriber(token: str) -> UUID | None:
    """Return the public id in an unsubscribe link; None if it is forged. It never expires."""
    purpose = emails.UNSUBSCRIBE_PURPOSE
    # Mails sent by earlier versions have a token with a time stamp.
    value = links.read_lasting_token(purpose, token) or links.read_token(purpose, token)
    return UUID(value) if value else None


@transaction.atomic
def withdraw(public_id: UUID, *, method: str, by: Any = None) -> None:
    """Take a person off the list. Idempotent; an unknown id is ignored."""
    subscriber = Subscriber.objects.select_for_update().filter(public_id=public_id).first()
    if subscriber is None or subscriber.state in LEFT_STATES:
        return
    record(subscriber, EventKind.WITHDRAWN, method, by=by)
    subscriber.state, subscriber.withdrawn_at = State.WITHDRAWN, timezone.now()
    subscriber.save()


def is_overtaken(subscriber: Subscriber, at: datetime) -> bool:
    """Whether a report of `at` is older than this person's latest consent."""
    return subscriber.confirmed_at is not None and at < subscriber.confirmed_at


@transaction.atomic
def suppress(subscriber: Subscriber, *, reason: str, at: Any) -> None:
    """Suppress an address that bounced or whose owner complained at `at`.

    A report older than the latest consent is ignored.
    """
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    if subscriber.state == State.ERASED or is_overtaken(subscriber, at):
        return
    _, is_new = Suppression.objects.get_or_create(
        address_hash=subscriber.address_hash, defaults={"reason": reason}
    )
    if is_new:
        complaint = reason == Suppression.Reason.COMPLAINT
        record(
            subscriber, EventKind.COMPLAINED if complaint else EventKind.BOUNCED, Method.PROVIDER
        )


def record(
    subscriber: Subscriber,
    kind: str,
    method: str,
    *,
    signup: ConsentEvent | None = None,
    by: Any = None,
) -> None:
    """Add an event to the ledger; a confirmation copies the wording of its sign-up."""
    ConsentEvent.objects.create(
        subscriber=subscriber,
        kind=kind,
        method=method,
        by=by,
        replaces=signup.replaces if signup else None,
        wording=signup.wording if signup else None,
        wording_text=signup.wording_text if signup else "",
        language=signup.language if signup else "",
        placement=signup.placement if signup else "",
        page_path=signup.page_path if signup else "",
    )
