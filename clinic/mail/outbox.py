"""The outbox of all mails to one person.

`compose` renders a mail from three templates, `put` stores it in the outbox in the caller's
transaction, `queue` does both; `deliver_due` is the worker's job that sends due mails, `cancel`
stops mails that are not sent yet. The newsletter app sends mails to many people itself.
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
from clinic.mail import ids as mail_ids
from clinic.mail.signals import mail_failed, mail_sent
from clinic.models import ClinicDetails, OutgoingEmail

logger = logging.getLogger(__name__)

State = OutgoingEmail.State
LEASE = timedelta(minutes=2)
# Each mail has a deadline (EMAIL_TIMEOUT, `clinic.mail.smtp_backend`); the lease is renewed
# before each.
BATCH_SIZE = 5
MAX_ATTEMPTS = 24  # with the delays below: about a day and a half
#: Headers that prevent automatic replies (RFC 3834).
AUTOMATIC_HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def queue(kind: str, to: str, context: dict[str, Any], **row: Any) -> OutgoingEmail:
    """Compose one mail and put it in the outbox."""
    return put([compose(kind, to, context, **row)])[0]


def compose(kind: str, to: str, context: dict[str, Any], **row: Any) -> OutgoingEmail:
    """Return an unsaved mail.

    `kind` is "app/name"; its templates are templates/app/emails/name/subject.txt, `body.txt`
    and `body.html`. `row` are further columns: `about` is an id by which staff find the mail,
    `sender` the sender's name, or name and address, `priority` the order of sending.
    Raises ValidationError for an invalid address or subject.
    """
    app, name = kind.split("/")
    folder = f"{app}/emails/{name}"
    context = {"site_url": settings.SITE_URL} | context
    if "clinic" not in context:
        # A caller in a transaction may pass it, because there it would be read each time.
        context["clinic"] = ClinicDetails.current()
    email = OutgoingEmail(
        kind=kind,
        to=to,
        subject=" ".join(render_to_string(f"{folder}/subject.txt", context).split()),
        text=render_to_string(f"{folder}/body.txt", context).strip() + "\n",
        html=render_to_string(f"{folder}/body.html", context),
        **row,
    )
    # Not `full_clean`: it would query the database for each constraint.
    email.clean_fields()
    email.clean()
    return email


def put(composed: Sequence[OutgoingEmail]) -> list[OutgoingEmail]:
    """Put mails in the outbox, in the caller's transaction, with one statement."""
    return OutgoingEmail.objects.bulk_create(composed)


def has_urgent_mail() -> bool:
    """Whether a mail is due that a person is waiting for (priority above 0)."""
    due = OutgoingEmail.objects.filter(
        state__in=[State.QUEUED, State.RETRYING], due_at__lte=timezone.now(), priority__gt=0
    )
    return due.exists()


def deliver_due() -> int:
    """Send due mails; return how many were attempted."""
    now = timezone.now()
    due = OutgoingEmail.objects.filter(
        Q(state__in=[State.QUEUED, State.RETRYING], due_at__lte=now)
        # Its worker died. A single mail is sent twice rather than never.
        | Q(state=State.SENDING, lease_until__lt=now)
    ).order_by("-priority", "due_at")
    claimed = work.claim(due, BATCH_SIZE, lease=LEASE, state=State.SENDING)
    for email in claimed:
        work.heartbeat()
        _deliver(email)
    return len(claimed)


def _deliver(email: OutgoingEmail) -> None:
    if not _renew_lease(email):
        return  # cancelled or erased since it was claimed, or claimed by another worker
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
            # The provider may have reported on it before.
            email.refresh_from_db(fields=["problem", "problem_at"])
            mail_sent.send(OutgoingEmail, email=email)


def _renew_lease(email: OutgoingEmail) -> bool:
    """Renew the lease before sending, as earlier mails of the batch may have been slow.

    Return False if another worker has claimed the mail.
    """
    until = timezone.now() + LEASE
    is_renewed = bool(_claimed(email).update(lease_until=until))
    if is_renewed:
        email.lease_until = until
    return is_renewed


def _message(email: OutgoingEmail) -> EmailMultiAlternatives:
    # A mail with a sender address of its own has that address's domain in every header.
    domain = _own_address(email.sender).rpartition("@")[2] or settings.SITE_HOST
    message = EmailMultiAlternatives(
        email.subject,
        email.text,
        _from(email.sender),
        [email.to],
        headers=AUTOMATIC_HEADERS | {"Message-ID": f"<{email.id}@{domain}>"},
        connection=get_connection(),
    )
    message.attach_alternative(email.html, "text/html")
    mail_ids.attach(message, mail=str(email.id))
    return message


def _own_address(sender: str) -> str:
    """Return the address in a sender, "" if it is a name alone."""
    address = parseaddr(sender)[1]
    return address if "@" in address else ""


def _from(sender: str) -> str:
    """Return the From header: the sender's own address, or the usual one under its name."""
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
        email.due_at = timezone.now() + retry_delay(email.attempts)
    with transaction.atomic():
        if _save(email) and email.state == State.FAILED:
            mail_failed.send(OutgoingEmail, email=email)
    logger.warning("mail %s %s: %s", email.id, email.state, email.last_error)


def _save(email: OutgoingEmail) -> int:
    """Record the result unless another worker has claimed the mail since; return 1 or 0."""
    columns = ("state", "attempts", "due_at", "sent_at", "provider_id", "last_error")
    return _claimed(email).update(
        **{name: getattr(email, name) for name in columns},
        lease_until=None,
        text=email.text,
        html=email.html,
    )


def _claimed(email: OutgoingEmail) -> models.QuerySet[OutgoingEmail]:
    """Return the row of a mail as long as this worker holds its lease."""
    return OutgoingEmail.objects.filter(
        pk=email.pk, state=State.SENDING, lease_until=email.lease_until
    )


def cancel(queryset: models.QuerySet[OutgoingEmail]) -> int:
    """Cancel mails that are not sent yet, in the caller's transaction; return how many.

    Includes mails that a worker has claimed: it renews the lease before it sends, and no other
    worker takes them over.
    """
    waiting = queryset.filter(state__in=[State.QUEUED, State.RETRYING, State.SENDING])
    return waiting.update(state=State.CANCELLED, lease_until=None, text="", html="")


def retry(queryset: models.QuerySet[OutgoingEmail]) -> int:
    """Queue failed mails again; return how many."""
    return queryset.filter(state=State.FAILED).update(
        state=State.QUEUED, attempts=0, due_at=timezone.now()
    )


def retry_delay(attempt: int) -> timedelta:
    """Return the delay after so many attempts: 30 s, doubled each time, at most two hours."""
    return min(timedelta(seconds=30) * 2 ** (attempt - 1), timedelta(hours=2))
