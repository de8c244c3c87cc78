"""Mails to clients about transitions of their request."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from booking.mails import compose as compose
from booking.models import AppointmentRequest, ClientLink, Reply
from booking.transitions import TABLE, Details
from clinic.mail import outbox
from clinic.models import ClinicDetails, OutgoingEmail

#: The delay before a mail is sent, in which staff can undo a mistake.
SEND_DELAY = timedelta(minutes=3)
MAIL_KINDS = tuple(sorted({f"booking/{t.message}" for t in TABLE if t.message}))


def queue_mail(
    appointment_request: AppointmentRequest,
    message: str,
    details: Details,
    *,
    clinic: ClinicDetails,
    by: Any,
) -> None:
    """Queue the mail about a transition, if mail is allowed, and store its text as a reply.

    Unsent mails about earlier transitions are cancelled, as they are no longer true.
    """
    outbox.cancel(
        OutgoingEmail.objects.filter(about=appointment_request.about, kind__in=MAIL_KINDS)
    )
    mail = None
    if message and appointment_request.may_write:
        mail = compose.transition_mail(
            appointment_request,
            clinic,
            message,
            details,
            token=ClientLink.make(appointment_request)[1],
        )
        mail.due_at = timezone.now() + SEND_DELAY
        outbox.put([mail])
    if details.text:
        reply = Reply(appointment_request=appointment_request, by=by, mail=mail)
        reply.put(details.text)
        reply.save(force_insert=True)
