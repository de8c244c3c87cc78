"""The "Your subscription" page: the link to it, what it shows, and corrections of the address."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from clinic import links, throttle
from newsletter import addresses, emails
from newsletter.list import basis, signing_up
from newsletter.models import ConsentEvent, ConsentWording, Delivery, Subscriber, Suppression

EventKind = ConsentEvent.Kind
#: New addresses that one person may try in one day.
CORRECTIONS_PER_DAY = 5


@transaction.atomic
def request_link(address: str, *, network: str) -> None:
    """Send the link to the page of `address`, or a mail that we hold nothing of it.

    At most one mail an hour is sent. Raises `TooManyError` for a network with too many requests.
    """
    normalised = addresses.normalise(address)
    subscriber = Subscriber.objects.filter(email_normalised=normalised).first()
    is_suppressed = Suppression.objects.filter(
        address_hash=addresses.keyed_hash(normalised)
    ).exists()
    pause = signing_up.MAIL_INTERVAL_IF_SUPPRESSED if is_suppressed else signing_up.MAIL_INTERVAL
    is_allowed = throttle.allow("newsletter.yours.mail", normalised, limit=1, per=pause)
    if is_allowed and signing_up.may_mail(normalised):
        if subscriber is None:
            emails.nothing_held(address)
        else:
            emails.your_subscription(subscriber)
    for limit, per in signing_up.PER_NETWORK:
        if not throttle.allow("newsletter.yours", network, limit=limit, per=per):
            raise signing_up.TooManyError


class OldLinkError(Exception):
    """The link is valid but too old."""


def find(token: str) -> Subscriber | None:
    """Return the subscriber of a link; None if it is forged. Raises `OldLinkError`."""
    value = links.read_token(emails.YOURS, token)
    if value is None:
        return None
    if links.read_token(emails.YOURS, token, max_age=emails.YOURS_WITHIN) is None:
        raise OldLinkError
    return Subscriber.objects.filter(public_id=UUID(value)).first()


def subscriber_data(subscriber: Subscriber) -> dict[str, Any]:
    """Return all data of a subscriber: for their own page, the proof sheet and the export."""
    events = list(subscriber.events.select_related("wording", "by", "replaces"))
    consent = basis.latest_consent_in(events)
    sent = subscriber.deliveries.filter(state=Delivery.State.ACCEPTED).select_related("campaign")
    return {
        "subscriber": subscriber,
        "events": events,
        "consent": consent,
        "why": basis.sentence(consent),
        "basis": basis.for_staff(consent),
        "signup": next(
            (event for event in reversed(events) if event.kind == EventKind.ASKED), None
        ),
        "sent": list(sent.order_by("settled_at", "pk")),
        "suppression": Suppression.objects.filter(address_hash=subscriber.address_hash).first(),
    }


def correct(subscriber: Subscriber, address: str, *, wording: ConsentWording, **seen: Any) -> None:
    """Ask for confirmation at a subscriber's new address; the old one stays until then.

    `seen` is as in `signing_up.sign_up`. Raises ValidationError for the present address, and
    `TooManyError`.
    """
    if addresses.normalise(address) == subscriber.email_normalised:
        raise ValidationError("This is the address we have. Enter the new one.")
    day = timedelta(days=1)
    subject = str(subscriber.public_id)
    if not throttle.allow("newsletter.correct", subject, limit=CORRECTIONS_PER_DAY, per=day):
        raise signing_up.TooManyError
    signing_up.sign_up(address, replaces=subscriber, wording=wording, placement="yours", **seen)
