"""What happens to a person's place on the list: one transaction and one event each."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from clinic import links, throttle
from newsletter import addresses, emails
from newsletter.models import ConsentEvent, ConsentWording, Subscriber, Suppression

Kind, Method, State = ConsentEvent.Kind, ConsentEvent.Method, Subscriber.State

ONE_MAIL_PER = timedelta(hours=1)
#: Someone who reported us, or whose address bounced, gets one link in its whole life.
ONE_MAIL_PER_IF_SUPPRESSED = emails.CONFIRM_WITHIN
PER_NETWORK = ((60, timedelta(hours=1)), (300, timedelta(days=1)))


class TooManyError(Exception):
    """This network signed up more addresses than people do."""


class StaleLinkError(Exception):
    """The link was real once, but something newer has happened."""


@transaction.atomic
def ask(
    email: str, *, wording: ConsentWording, placement: str, page_path: str, network: str
) -> ConsentEvent:
    """Someone typed `email` into a form. Always an event; a mail at most once an hour.

    Nothing here depends on whether the address is known, but what the mail says.
    Raises `TooManyError`.
    """
    for limit, per in PER_NETWORK:
        if not throttle.allow("newsletter.ask", network, limit=limit, per=per):
            raise TooManyError
    subscriber, _ = Subscriber.objects.get_or_create(
        email_normalised=addresses.normalise(email), defaults={"email": email}
    )
    event = ConsentEvent.objects.create(
        subscriber=subscriber,
        kind=Kind.ASKED,
        method=Method.FORM,
        wording=wording,
        wording_text=wording.text,
        placement=placement,
        page_path=page_path,
    )
    _answer(event)
    return event


def _answer(asked: ConsentEvent) -> None:
    subscriber, now = asked.subscriber, timezone.now()
    suppressed = subscriber.is_suppressed
    pause = ONE_MAIL_PER_IF_SUPPRESSED if suppressed else ONE_MAIL_PER
    first = Subscriber.objects.filter(
        Q(answered_at__isnull=True) | Q(answered_at__lte=now - pause), pk=subscriber.pk
    ).update(answered_at=now)
    if not first:
        return
    if subscriber.state == State.CONFIRMED and not suppressed:
        emails.already_subscribed(subscriber)
    else:
        emails.confirmation(asked)


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
ENDS = (Kind.WITHDRAWN, Kind.COMPLAINED)


@transaction.atomic
def confirm(asked: ConsentEvent) -> Subscriber:
    """The person's yes to that asking. Twice is the same as once."""
    subscriber = Subscriber.objects.select_for_update().get(pk=asked.subscriber_id)
    suppressed = Suppression.objects.filter(address_hash=subscriber.address_hash)
    if subscriber.state == State.CONFIRMED and not suppressed.exists():
        return subscriber
    # A withdrawal that came in while we waited for the row wins.
    if subscriber.events.filter(kind__in=ENDS, pk__gt=asked.pk).exists():
        raise StaleLinkError
    _record(subscriber, Kind.CONFIRMED, Method.LINK, asked=asked)
    suppressed.delete()
    subscriber.state = State.CONFIRMED
    subscriber.confirmed_at, subscriber.withdrawn_at = timezone.now(), None
    subscriber.save()
    return subscriber


def find_subscriber(token: str) -> UUID | None:
    """Whom an unsubscribe link is for; None if it is forged. Never too old."""
    value = links.read_token(emails.UNSUBSCRIBE_PURPOSE, token)
    return UUID(value) if value else None


@transaction.atomic
def withdraw(public_id: UUID, *, method: str, by: Any = None) -> None:
    """Take a person off the list. Twice is the same as once; unknown is off already."""
    subscriber = Subscriber.objects.select_for_update().filter(public_id=public_id).first()
    if subscriber is None or subscriber.state == State.WITHDRAWN:
        return
    _record(subscriber, Kind.WITHDRAWN, method, by=by)
    subscriber.state, subscriber.withdrawn_at = State.WITHDRAWN, timezone.now()
    subscriber.save()


@transaction.atomic
def suppress(subscriber: Subscriber, *, reason: str, at: Any) -> None:
    """The provider reports a dead address or a complaint, made at `at`.

    A late report about an earlier time does not undo a newer yes.
    """
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    if subscriber.confirmed_at and at < subscriber.confirmed_at:
        return
    _, fresh = Suppression.objects.get_or_create(
        address_hash=subscriber.address_hash, defaults={"reason": reason}
    )
    if fresh:
        complaint = reason == Suppression.Reason.COMPLAINT
        _record(subscriber, Kind.COMPLAINED if complaint else Kind.BOUNCED, Method.PROVIDER)


def _record(
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
        wording=asked.wording if asked else None,
        wording_text=asked.wording_text if asked else "",
        placement=asked.placement if asked else "",
        page_path=asked.page_path if asked else "",
    )
