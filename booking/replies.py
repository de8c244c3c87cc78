"""Answers of reception: mails that can be taken back for three minutes (`SEND_DELAY`).

The text is stored sealed and shown on the client's page once the three minutes are over.
In neutral wording the mail says only that there is news.
"""

import uuid
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Q, QuerySet
from django.utils import timezone

from booking import first_answers, placeholders, transitions
from booking.actions import (
    EventKind,
    apply_transition,
    check_version,
    locked,
    record_event,
    save_new_version,
)
from booking.errors import MailAlreadySentError, NotPossibleError
from booking.mails import compose as compose
from booking.mails.transition_mails import SEND_DELAY
from booking.models import AppointmentRequest, ClientLink, Reply, RequestEvent, State
from clinic.mail import outbox
from clinic.models import ClinicDetails, OutgoingEmail

Stored = TypeVar("Stored", Reply, RequestEvent)
PREVIEW_TOKEN = "their-own-link"  # noqa: S105  (only the client gets the real token)


def fill_placeholders(
    text: str, appointment_request: AppointmentRequest, clinic: ClinicDetails
) -> str:
    """Return `text` with its placeholders filled for this request."""
    return placeholders.fill(
        text,
        {
            "name": appointment_request.preferred_name or appointment_request.name,
            "reference": appointment_request.reference,
            "clinic": clinic.name,
            "phone": clinic.phone,
        },
    )


def preview(
    appointment_request: AppointmentRequest, text: str, clinic: ClinicDetails
) -> OutgoingEmail:
    """Return the unsaved mail that `send` would queue, without a real client link."""
    return compose.reply(appointment_request, clinic, text, token=PREVIEW_TOKEN)


def send(
    appointment_request: AppointmentRequest,
    text: str,
    *,
    by: Any,
    seen_version: int,
    key: uuid.UUID,
    ask_back: bool = False,
) -> Reply:
    """Answer the client by mail. With `ask_back` the request then waits for the client.

    With a `key` used before, return the reply already stored. Raises `StaleVersionError`,
    `NotPossibleError` if the client allowed no mail or the request has ended, PermissionDenied.
    """
    clinic, now = ClinicDetails.current(), timezone.now()
    with locked(appointment_request, by=by) as current:
        if sent := Reply.objects.filter(pk=key).first():
            return _check_own(sent, current, by)
        check_version(current, seen_version)
        if not (current.may_write and current.is_open):
            raise NotPossibleError
        mail = compose.reply(current, clinic, text, token=ClientLink.make(current)[1])
        mail.due_at = now + SEND_DELAY
        outbox.put([mail])
        asks_back = ask_back and current.state == State.IN_REVIEW
        reply = Reply(pk=key, appointment_request=current, by=by, at=now, mail=mail)
        reply.ask_back, reply.client_wrote_at = asks_back, current.client_wrote_at
        reply.put(text)
        reply.save(force_insert=True)
        current.client_wrote_at = None  # answering means that staff have read it
        first_answers.update_leaves_at(current)
        save_new_version(current)
        record_event(current, EventKind.REPLIED, by=by)
        if asks_back:
            asked_by_mail = transitions.Details(by_mail=True)
            apply_transition(
                current, transitions.BY_EVENT["await_client"], by=by, details=asked_by_mail
            )
    return reply


def record_spoken_answer(
    appointment_request: AppointmentRequest,
    text: str,
    *,
    by: Any,
    seen_version: int,
    key: uuid.UUID,
) -> RequestEvent:
    """Record an answer given by phone or text message. Raises what `send` raises."""
    with locked(appointment_request, by=by) as current:
        if written := RequestEvent.objects.filter(key=key).first():
            return _check_own(written, current, by)
        check_version(current, seen_version)
        if not current.is_open:
            raise NotPossibleError
        current.client_wrote_at = None  # answering means that staff have read it
        first_answers.set_answered(current, timezone.now())
        save_new_version(current)
        return record_event(current, EventKind.REPLIED, by=by, note=text, key=key)


def _check_own(stored: Stored, current: AppointmentRequest, by: Any) -> Stored:
    """Return a row stored with the same key, if it is by the same user for this request.

    Raises `NotPossibleError` otherwise: the form key belongs to another form.
    """
    author = stored.by_id if isinstance(stored, Reply) else stored.actor_id
    if (stored.appointment_request_id, author) != (current.pk, by.pk):
        raise NotPossibleError
    return stored


def undo(reply: Reply, *, by: Any) -> AppointmentRequest:
    """Take a reply back while its mail waits, and restore the state and the unread marker.

    Calling it again changes nothing. Raises `MailAlreadySentError`.
    """
    with locked(reply.appointment_request, by=by) as current:
        reply.refresh_from_db()
        if reply.undone_at:
            return current
        now = timezone.now()
        waiting = OutgoingEmail.objects.filter(
            pk=reply.mail_id or reply.pk, state=OutgoingEmail.State.QUEUED, due_at__gt=now
        )
        if not outbox.cancel(waiting):
            raise MailAlreadySentError
        reply.undone_at, reply.undone_by = now, by
        reply.save(update_fields=["undone_at", "undone_by"])
        record_event(current, EventKind.REPLY_UNDONE, by=by)
        if _asked_back_by(reply, current):
            apply_transition(current, transitions.BY_EVENT["resume"], by=by)
        # Restore the marker, unless the client has written again meanwhile.
        current.client_wrote_at = current.client_wrote_at or reply.client_wrote_at
        first_answers.update_leaves_at(current)
        save_new_version(current)
    return current


def _asked_back_by(reply: Reply, current: AppointmentRequest) -> bool:
    """Whether this reply made the request wait for the client, and its state is unchanged since."""
    moved = current.events.filter(kind=EventKind.MOVED).last()
    return (
        current.state == State.WAITING_FOR_CLIENT
        and moved is not None
        and moved.transition == "await_client"
        and moved.at >= reply.at
    )


def undoable_replies(appointment_request: AppointmentRequest) -> list[Reply]:
    """Return the replies of all users whose mail has not been sent yet."""
    since = timezone.now() - SEND_DELAY
    return list(
        appointment_request.replies.filter(
            at__gt=since, undone_at=None, mail__kind="booking/reply", mail__state="queued"
        ).select_related("by", "mail")
    )


def visible_to_client(appointment_request: AppointmentRequest) -> QuerySet[Reply]:
    """Return the replies shown on the client's page: none that can still be taken back.

    Replies with a cancelled mail about a transition are left out, because the transition no
    longer holds. Other replies are shown even if their mail was cancelled, as it is when the
    address is corrected.
    """
    until: datetime = timezone.now() - SEND_DELAY
    cancelled = Q(mail__state=OutgoingEmail.State.CANCELLED) & ~Q(mail__kind="booking/reply")
    return appointment_request.replies.filter(at__lte=until, undone_at=None).exclude(cancelled)
