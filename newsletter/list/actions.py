"""What happens to a person's place on the list: one transaction and one event each.

The asking before it: `newsletter.list.signing_up`; the end of it: `newsletter.list.erasing`.
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

Kind, Method, State = ConsentEvent.Kind, ConsentEvent.Method, Subscriber.State
#: Off the list, by their own wish.
GONE = (State.WITHDRAWN, State.ERASED)


class StaleLinkError(Exception):
    """The link was real once, but something newer has happened."""


def find_asked(token: str) -> ConsentEvent | None:
    """The asking that a confirmation link answers; None if the link is forged.

    Raises `StaleLinkError` if it is too old or the person has left since.
    """
    value = links.read_token(emails.CONFIRM, token)
    if value is None:
        return None
    public_id, _, pk = value.partition(".")
    asked = ConsentEvent.objects.filter(
        pk=pk, kind=Kind.ASKED, subscriber__public_id=public_id
    ).first()
    if (
        asked is None
        or links.read_token(emails.CONFIRM, token, max_age=emails.CONFIRM_WITHIN) is None
    ):
        raise StaleLinkError
    if asked.subscriber.events.filter(kind__in=ENDS, pk__gt=asked.pk).exists():
        raise StaleLinkError
    return asked


#: After one of these only a new asking can be confirmed.
ENDS = (Kind.WITHDRAWN, Kind.COMPLAINED, Kind.OBJECTED, Kind.ERASED)


@transaction.atomic
def confirm(asked: ConsentEvent) -> Subscriber:
    """The person's yes to that asking. Twice is the same as once.

    Whoever was brought in meanwhile has confirmed from now on. If it corrects an address,
    the old one leaves the list in the same transaction.
    """
    subscriber = Subscriber.objects.select_for_update().get(pk=asked.subscriber_id)
    earlier = Subscriber.objects.filter(pk=asked.replaces_id or 0).exclude(state__in=GONE).first()
    if (
        earlier
        or subscriber.state != State.CONFIRMED
        or subscriber.is_suppressed
        or _was_brought_in(subscriber)
    ):
        # A withdrawal that came in while we waited for the row wins.
        if subscriber.events.filter(kind__in=ENDS, pk__gt=asked.pk).exists():
            raise StaleLinkError
        record(subscriber, Kind.CONFIRMED, Method.LINK, asked=asked)
        Suppression.objects.filter(address_hash=subscriber.address_hash).delete()
        subscriber.state = State.CONFIRMED
        subscriber.confirmed_at, subscriber.withdrawn_at = timezone.now(), None
        subscriber.save()
    if earlier:
        withdraw(earlier.public_id, method=Method.LINK)
    return subscriber


def _was_brought_in(subscriber: Subscriber) -> bool:
    yes = basis.of(subscriber)
    return yes is not None and yes.kind == Kind.IMPORTED


def find_subscriber(token: str) -> UUID | None:
    """Whom an unsubscribe link is for; None if it is forged. Never too old."""
    purpose = emails.UNSUBSCRIBE_PURPOSE
    # Mails sent before tokens were lasting carry one with a time in it.
    value = links.read_lasting_token(purpose, token) or links.read_token(purpose, token)
    return UUID(value) if value else None


@transaction.atomic
def withdraw(public_id: UUID, *, method: str, by: Any = None) -> None:
    """Take a person off the list. Twice is the same as once; unknown is off already."""
    subscriber = Subscriber.objects.select_for_update().filter(public_id=public_id).first()
    if subscriber is None or subscriber.state in GONE:
        return
    record(subscriber, Kind.WITHDRAWN, method, by=by)
    subscriber.state, subscriber.withdrawn_at = State.WITHDRAWN, timezone.now()
    subscriber.save()


def is_overtaken(subscriber: Subscriber, at: datetime) -> bool:
    """Whether a report made at `at` is about the time before this person's latest yes."""
    return subscriber.confirmed_at is not None and at < subscriber.confirmed_at


@transaction.atomic
def suppress(subscriber: Subscriber, *, reason: str, at: Any) -> None:
    """The provider reports a dead address or a complaint, made at `at`.

    A late report about an earlier time does not undo a newer yes.
    """
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    if subscriber.state == State.ERASED or is_overtaken(subscriber, at):
        return
    _, fresh = Suppression.objects.get_or_create(
        address_hash=subscriber.address_hash, defaults={"reason": reason}
    )
    if fresh:
        complaint = reason == Suppression.Reason.COMPLAINT
        record(subscriber, Kind.COMPLAINED if complaint else Kind.BOUNCED, Method.PROVIDER)


def record(
    subscriber: Subscriber,
    kind: str,
    method: str,
    *,
    asked: ConsentEvent | None = None,
    by: Any = None,
) -> None:
    """One more line in the ledger; a confirmation carries the words of its asking."""
    ConsentEvent.objects.create(
        subscriber=subscriber,
        kind=kind,
        method=method,
        by=by,
        replaces=asked.replaces if asked else None,
        wording=asked.wording if asked else None,
        wording_text=asked.wording_text if asked else "",
        language=asked.language if asked else "",
        placement=asked.placement if asked else "",
        page_path=asked.page_path if asked else "",
    )
