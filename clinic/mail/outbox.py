"""One outbox for all single mails.

`compose` makes a mail from three files, `put` writes it to the outbox in the caller's
transaction, `queue` does both; `deliver_due` is the worker's job that sends, `cancel` stops
what has not left. A newsletter to many people is not a single mail: the newsletter room
sends those.
"""

import logging
from collections.abc import Sequence
from datetime import timedelta
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import models, transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone

from clinic import work
from clinic.mail import errors
from clinic.mail import failures as mail_failures
from clinic.mail import ids as mail_ids
from clinic.mail import sent as mail_sent
from clinic.models import ClinicDetails, OutgoingEmail

logger = logging.getLogger(__name__)

State = OutgoingEmail.State
LEASE = timedelta(minutes=2)
# Each mail has a deadline (EMAIL_TIMEOUT, `clinic.mail.smtp_backend`); the lease is taken anew
# before it.
AT_ONCE = 5
MAX_ATTEMPTS = 24  # with the pauses below: about a day and a half
#: RFC 3834: no out-of-office reply should answer these.
AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def queue(kind: str, to: str, context: dict[str, Any], **row: Any) -> OutgoingEmail:
    """Put one mail in the outbox: `compose` and `put` for one."""
    return put([compose(kind, to, context, **row)])[0]


def compose(kind: str, to: str, context: dict[str, Any], **row: Any) -> OutgoingEmail:
    """One mail, not in the outbox yet.

    `kind` is "room/noun"; its texts are templates/room/emails/noun/subject.txt,
    `body.txt` and `body.html`. `row` are further columns: `about` is an id by which staff
    find the mail's fate, `sender` the name it comes from, or name and address, `priority` the
    order of sending.
    Raises ValidationError for an address or a subject that no mail can have.
    """
    room, noun = kind.split("/")
    folder = f"{room}/emails/{noun}"
    context = {"site_url": settings.SITE_URL} | context
    if "clinic" not in context:
        # A caller in a transaction may bring it along: there it would be read anew.
        context["clinic"] = ClinicDetails.current()
    email = OutgoingEmail(
        kind=kind,
        to=to,
        subject=" ".join(render_to_string(f"{folder}/subject.txt", context).split()),
        text=render_to_string(f"{folder}/body.txt", context).strip() + "\n",
        html=render_to_string(f"{folder}/body.html", context),
        **row,
    )
    # Not `full_clean`: it asks the database about each constraint, which it checks anyway.
    email.clean_fields()
    email.clean()
    return email


def put(composed: Sequence[OutgoingEmail]) -> list[OutgoingEmail]:
    """Put mails in the outbox, in the caller's transaction, by one statement."""
    return OutgoingEmail.objects.bulk_create(composed)


def is_waited_for() -> bool:
    """Whether a mail is due that somebody looks at an empty inbox for."""
    due = OutgoingEmail.objects.filter(
        state__in=[State.QUEUED, State.RETRYING], due_at__lte=timezone.now(), priority__gt=0
    )
    return due.exists()


def deliver_due() -> int:
    """Send what is due; returns how many mails were tried."""
    now = timezone.now()
    due = OutgoingEmail.objects.filter(
        Q(state__in=[State.QUEUED, State.RETRYING], due_at__lte=now)
        # Its worker died: a single mail is rather sent twice than never.
        | Q(state=State.SENDING, lease_until__lt=now)
    ).order_by("-priority", "due_at")
    claimed = work.claim(due, AT_ONCE, lease=LEASE, state=State.SENDING)
    for email in claimed:
        work.pulse()
        _deliver(email)
    return len(claimed)


def _deliver(email: OutgoingEmail) -> None:
    if not _hold(email):
        return  # cancelled or erased since it was claimed, or another's by now
    try:
        message = _message(email)
        message.send()
    except Exception as error:
        _record_failure(email, error)
        return
    status = getattr(message, "anymail_status", None)
    email.state = State.SENT
    email.sent_at = timezone.now()
    email.provider_id = str(getattr(status, "message_id", "") or "")[:200]
    email.text = email.html = email.last_error = ""
    with transaction.atomic():
        if _save(email):
            # The provider may have reported on it already.
            email.refresh_from_db(fields=["problem", "problem_at"])
            mail_sent.tell(email)


def _hold(email: OutgoingEmail) -> bool:
    """Take the lease anew: those before it may have been slow, and another worker waits."""
    until = timezone.now() + LEASE
    held = _mine(email).update(lease_until=until)
    if held:
        email.lease_until = until
    return bool(held)


def _message(email: OutgoingEmail) -> EmailMultiAlternatives:
    # An address of its own names its own domain in every header.
    domain = _own_address(email.sender).rpartition("@")[2] or settings.SITE_HOST
    message = EmailMultiAlternatives(
        email.subject,
        email.text,
        _from(email.sender),
        [email.to],
        headers=AUTOMATIC | {"Message-ID": f"<{email.id}@{domain}>"},
        connection=get_connection(),
    )
    message.attach_alternative(email.html, "text/html")
    mail_ids.put(message, mail=str(email.id))
    return message


def _own_address(sender: str) -> str:
    """The address in a sender that has one, "" for a name alone."""
    address = parseaddr(sender)[1]
    return address if "@" in address else ""


def _from(sender: str) -> str:
    """The usual address, under the name this mail comes from; or the sender's own."""
    if not sender:
        return settings.DEFAULT_FROM_EMAIL
    if _own_address(sender):
        return sender
    return formataddr((sender, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))


def _record_failure(email: OutgoingEmail, error: Exception) -> None:
    email.attempts += 1
    email.last_error = errors.describe(error)
    if errors.is_permanent(error) or email.attempts >= MAX_ATTEMPTS:
        email.state = State.FAILED
    else:
        email.state = State.RETRYING
        email.due_at = timezone.now() + pause_before(email.attempts)
    with transaction.atomic():
        if _save(email) and email.state == State.FAILED:
            mail_failures.tell(email)
    logger.warning("mail %s %s: %s", email.id, email.state, email.last_error)


def _save(email: OutgoingEmail) -> int:
    """Record the end, unless the lease ran out and another worker has taken over; 1 or 0."""
    columns = ("state", "attempts", "due_at", "sent_at", "provider_id", "last_error")
    return _mine(email).update(
        **{name: getattr(email, name) for name in columns},
        lease_until=None,
        text=email.text,
        html=email.html,
    )


def _mine(email: OutgoingEmail) -> models.QuerySet[OutgoingEmail]:
    """The row of a mail that this worker has claimed, as long as it holds it."""
    return OutgoingEmail.objects.filter(
        pk=email.pk, state=State.SENDING, lease_until=email.lease_until
    )


def cancel(queryset: models.QuerySet[OutgoingEmail]) -> int:
    """Stop mails that have not left, in the caller's transaction; returns how many.

    Also those that a worker holds: it looks once more before it sends, and a dead
    worker's mail is not taken over.
    """
    waiting = queryset.filter(state__in=[State.QUEUED, State.RETRYING, State.SENDING])
    return waiting.update(state=State.CANCELLED, lease_until=None, text="", html="")


def try_again(queryset: models.QuerySet[OutgoingEmail]) -> int:
    """Queue mails that had been given up; returns how many."""
    return queryset.filter(state=State.FAILED).update(
        state=State.QUEUED, attempts=0, due_at=timezone.now()
    )


def pause_before(attempt: int) -> timedelta:
    """30 s, then doubled each time, two hours at most."""
    return min(timedelta(seconds=30) * 2 ** (attempt - 1), timedelta(hours=2))
