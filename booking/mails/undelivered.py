"""Delivery problems of mails to clients, for the desk."""

from typing import Any

from django.utils import timezone

from booking import first_answers
from booking.mails import compose as compose
from booking.models import AppointmentRequest, RequestEvent
from clinic.models import OutgoingEmail


def record_problem(email: OutgoingEmail, **signal: Any) -> None:
    """Record on the request that a mail to the present address of the client was lost.

    A complaint does not count, because the mail was delivered.
    """
    kind, _, reference = email.about.partition(":")
    if kind != "request" or email.kind not in compose.CLIENT_KINDS:
        return
    if email.problem == OutgoingEmail.Problem.COMPLAINED:
        return
    first_answers.record_lost(email)
    requests = AppointmentRequest.objects.filter(reference=reference, email__iexact=email.to)
    if appointment_request := requests.first():
        requests.filter(mail_problem_at=None).update(mail_problem_at=timezone.now())
        RequestEvent.objects.create(
            appointment_request=appointment_request,
            kind=RequestEvent.Kind.MAIL_PROBLEM,
            actor_kind=RequestEvent.ActorKind.SYSTEM,
        )
