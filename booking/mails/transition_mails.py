"""What the person hears when their request makes a step."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from booking.mails import wording as mail_wording
from booking.models import AppointmentRequest, ClientLink, Reply
from booking.transitions import TABLE, Details
from clinic.mail import outbox
from clinic.models import ClinicDetails, OutgoingEmail

#: A mail about a step waits so long: whoever pressed the wrong button can still go back.
SEND_DELAY = timedelta(minutes=3)
MAIL_KINDS = tuple(sorted({f"booking/{t.message}" for t in TABLE if t.message}))


def queue_mail(
    appointment_request: AppointmentRequest,
    noun: str,
    details: Details,
    *,
    clinic: ClinicDetails,
    by: Any,
) -> None:
    """Queue the mail of a step, if the person allowed mails; keep the words said with it.

    A mail about an earlier step that still waits is no longer true and is not sent.
    """
    outbox.cancel(
        OutgoingEmail.objects.filter(about=appointment_request.about, kind__in=MAIL_KINDS)
    )
    mail = None
    if noun and appointment_request.may_write:
        mail = mail_wording.transition_mail(
            appointment_request,
            clinic,
            noun,
            details,
            token=ClientLink.make(appointment_request)[1],
        )
        mail.due_at = timezone.now() + SEND_DELAY
        outbox.put([mail])
    if details.text:
        reply = Reply(appointment_request=appointment_request, by=by, mail=mail)
        reply.put(details.text)
        reply.save(force_insert=True)
