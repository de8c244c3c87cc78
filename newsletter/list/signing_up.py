"""Somebody types an address into a sign-up form: what is kept, what is mailed, how often."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from clinic import throttle
from clinic.form_fields.addresses import mailbox
from newsletter import addresses, emails
from newsletter.models import ConsentEvent, Subscriber

Kind, Method, State = ConsentEvent.Kind, ConsentEvent.Method, Subscriber.State

ONE_MAIL_PER = timedelta(hours=1)
#: Someone who reported us, or whose address bounced, gets one link in its whole life.
ONE_MAIL_PER_IF_SUPPRESSED = emails.CONFIRM_WITHIN
MAILS_A_DAY = 5  # to one mailbox, whoever asks for them
PER_NETWORK = ((60, timedelta(hours=1)), (300, timedelta(days=1)))
EVERYWHERE = ((5000, timedelta(days=1)),)


class TooManyError(Exception):
    """This network, or all of them together, signed up more addresses than people do."""


@transaction.atomic
def ask(
    email: str, *, network: str, replaces: Subscriber | None = None, **seen: Any
) -> ConsentEvent:
    """Someone typed `email` into a form. Always an event; a mail at most once an hour.

    `seen` is what they saw: `wording`, `placement`, `page_path`, `language`. `replaces` is
    whose address this one corrects. Nothing here depends on whether the address is known,
    but what the mail says. Raises `TooManyError`.
    """
    event = ConsentEvent.objects.create(
        subscriber=_hold(email),
        kind=Kind.ASKED,
        method=Method.LINK if replaces else Method.FORM,
        wording_text=seen["wording"].text,
        replaces=replaces,
        **seen,
    )
    _answer(event)
    _count(network)
    return event


def _hold(email: str) -> Subscriber:
    """The row of this address, new or known, held until the transaction ends."""
    normalised = addresses.normalise(email)
    while True:
        Subscriber.objects.get_or_create(email_normalised=normalised, defaults={"email": email})
        held = Subscriber.objects.select_for_update().filter(email_normalised=normalised).first()
        if held is not None:  # else it was erased while we waited: it is a new one now
            return _spelled(held, email)


def _spelled(held: Subscriber, email: str) -> Subscriber:
    """Older versions took a letter that folds to ours for it: nobody confirms by that one."""
    if held.state == State.PENDING and addresses.normalise(held.email) != held.email_normalised:
        held.email = email
        held.save(update_fields=["email"])
    return held


def _count(network: str) -> None:
    """Last in the transaction: whoever counts the same waits until it ends."""
    for scope, who, limits in (
        ("newsletter.ask", network, PER_NETWORK),
        ("newsletter.ask.all", "", EVERYWHERE),
    ):
        for limit, per in limits:
            if not throttle.allow(scope, who, limit=limit, per=per):
                raise TooManyError


def _answer(asked: ConsentEvent) -> None:
    subscriber, now = asked.subscriber, timezone.now()
    suppressed = subscriber.is_suppressed
    pause = ONE_MAIL_PER_IF_SUPPRESSED if suppressed else ONE_MAIL_PER
    if subscriber.answered_at and subscriber.answered_at > now - pause:
        return
    if not may_mail(subscriber.email_normalised):
        return
    Subscriber.objects.filter(pk=subscriber.pk).update(answered_at=now)
    if subscriber.state == State.CONFIRMED and not suppressed and not asked.replaces:
        emails.already_subscribed(subscriber)
    else:
        emails.confirmation(asked)


def may_mail(normalised: str) -> bool:
    """Whether one more mail that a stranger may have caused goes to this mailbox today."""
    day = timedelta(days=1)
    return throttle.allow("newsletter.mail", mailbox(normalised), limit=MAILS_A_DAY, per=day)
