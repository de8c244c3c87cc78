""" "Your subscription": what a person sees and does about themselves, by a mailed link."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from clinic import links, throttle
from newsletter import addresses, emails
from newsletter.list import basis, signing_up
from newsletter.models import ConsentEvent, ConsentWording, Delivery, Subscriber, Suppression

Kind = ConsentEvent.Kind
#: New addresses that one person may try on one day.
CORRECTIONS_A_DAY = 5


@transaction.atomic
def want_link(address: str, *, network: str) -> None:
    """Somebody wants to see what we hold of `address`. Always answered by mail, known or not.

    One mail an hour at most; raises `TooManyError` for a network that asks without end.
    """
    normalised = addresses.normalise(address)
    person = Subscriber.objects.filter(email_normalised=normalised).first()
    unwanted = Suppression.objects.filter(address_hash=addresses.keyed_hash(normalised)).exists()
    pause = signing_up.ONE_MAIL_PER_IF_SUPPRESSED if unwanted else signing_up.ONE_MAIL_PER
    once = throttle.allow("newsletter.yours.mail", normalised, limit=1, per=pause)
    if once and signing_up.may_mail(normalised):
        if person is None:
            emails.nothing_held(address)
        else:
            emails.your_subscription(person)
    for limit, per in signing_up.PER_NETWORK:
        if not throttle.allow("newsletter.yours", network, limit=limit, per=per):
            raise signing_up.TooManyError


class OldLinkError(Exception):
    """The link was real, but it is too old."""


def find(token: str) -> Subscriber | None:
    """Whose page a link opens; None if it is forged. Raises `OldLinkError`."""
    value = links.read_token(emails.YOURS, token)
    if value is None:
        return None
    if links.read_token(emails.YOURS, token, max_age=emails.YOURS_WITHIN) is None:
        raise OldLinkError
    return Subscriber.objects.filter(public_id=UUID(value)).first()


def held(person: Subscriber) -> dict[str, Any]:
    """All that we hold of a person: for their own page, the proof sheet and the export."""
    events = list(person.events.select_related("wording", "by", "replaces"))
    yes = basis.among(events)
    sent = person.deliveries.filter(state=Delivery.State.ACCEPTED).select_related("campaign")
    return {
        "person": person,
        "events": events,
        "yes": yes,
        "why": basis.sentence(yes),
        "basis": basis.for_staff(yes),
        "asked": next((event for event in reversed(events) if event.kind == Kind.ASKED), None),
        "sent": list(sent.order_by("settled_at", "pk")),
        "suppression": Suppression.objects.filter(address_hash=person.address_hash).first(),
    }


def correct(person: Subscriber, address: str, *, wording: ConsentWording, **seen: Any) -> None:
    """The person has another address: it is asked there, and this one stays until then.

    `seen` is where and by whom, as in `asking.ask`. Raises ValidationError for the address
    that we have, and `TooManyError`.
    """
    if addresses.normalise(address) == person.email_normalised:
        raise ValidationError("This is the address we have. Enter the new one.")
    day = timedelta(days=1)
    who = str(person.public_id)
    if not throttle.allow("newsletter.correct", who, limit=CORRECTIONS_A_DAY, per=day):
        raise signing_up.TooManyError
    signing_up.ask(address, replaces=person, wording=wording, placement="yours", **seen)
