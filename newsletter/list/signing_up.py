"""Sign up an address: save the event, send a mail, and limit how often."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from clinic import throttle
from clinic.form_fields.addresses import mailbox
from newsletter import addresses, emails
from newsletter.models import ConsentEvent, Subscriber

EventKind, Method, State = ConsentEvent.Kind, ConsentEvent.Method, Subscriber.State

MAIL_INTERVAL = timedelta(hours=1)
#: A suppressed address gets no second mail while the link in the first one works.
MAIL_INTERVAL_IF_SUPPRESSED = emails.CONFIRM_WITHIN
MAILS_PER_DAY = 5  # to one mailbox, whatever caused them
PER_NETWORK = ((60, timedelta(hours=1)), (300, timedelta(days=1)))
EVERYWHERE = ((5000, timedelta(days=1)),)


class TooManyError(Exception):
    """This network, or all together, signed up more addresses than the limit."""


@transaction.atomic
def sign_up(
    email: str, *, network: str, replaces: Subscriber | None = None, **seen: Any
) -> ConsentEvent:
    """Save a sign-up of `email`, and send a mail at most once an hour.

    `seen` is what the form showed: `wording`, `placement`, `page_path`, `language`. `replaces` is
    the subscriber whose address this one corrects. Only the text of the mail depends on whether
    the address is known. Raises `TooManyError`.
    """
    event = ConsentEvent.objects.create(
        subscriber=_lock_subscriber(email),
        kind=EventKind.ASKED,
        method=Method.LINK if replaces else Method.FORM,
        wording_text=seen["wording"].text,
        replaces=replaces,
        **seen,
    )
    _send_mail(event)
    _check_limits(network)
    return event


def _lock_subscriber(email: str) -> Subscriber:
    """Return the subscriber of this address, new or known, locked in this transaction."""
    normalised = addresses.normalise(email)
    while True:
        Subscriber.objects.get_or_create(email_normalised=normalised, defaults={"email": email})
        locked = Subscriber.objects.select_for_update().filter(email_normalised=normalised).first()
        if locked is not None:  # otherwise it was erased meanwhile: create a new one
            return _with_correct_spelling(locked, email)


def _with_correct_spelling(locked: Subscriber, email: str) -> Subscriber:
    """Correct a pending address that earlier versions normalised to another one."""
    if (
        locked.state == State.PENDING
        and addresses.normalise(locked.email) != locked.email_normalised
    ):
        locked.email = email
        locked.save(update_fields=["email"])
    return locked


def _check_limits(network: str) -> None:
    """Raise `TooManyError` over a limit. Called last: the counters stay locked until the end."""
    for scope, subject, limits in (
        ("newsletter.ask", network, PER_NETWORK),
        ("newsletter.ask.all", "", EVERYWHERE),
    ):
        for limit, per in limits:
            if not throttle.allow(scope, subject, limit=limit, per=per):
                raise TooManyError


def _send_mail(signup: ConsentEvent) -> None:
    subscriber, now = signup.subscriber, timezone.now()
    suppressed = subscriber.is_suppressed
    interval = MAIL_INTERVAL_IF_SUPPRESSED if suppressed else MAIL_INTERVAL
    if subscriber.answered_at and subscriber.answered_at > now - interval:
        return
    if not may_mail(subscriber.email_normalised):
        return
    Subscriber.objects.filter(pk=subscriber.pk).update(answered_at=now)
    if subscriber.state == State.CONFIRMED and not suppressed and not signup.replaces:
        emails.already_subscribed(subscriber)
    else:
        emails.confirmation(signup)


def may_mail(normalised: str) -> bool:
    """Whether this mailbox may get one more mail today that a stranger may have caused."""
    day = timedelta(days=1)
    return throttle.allow("newsletter.mail", mailbox(normalised), limit=MAILS_PER_DAY, per=day)
