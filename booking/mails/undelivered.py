"""A mail to the person did not get through: the desk must know."""

from django.utils import timezone

from booking import first_answers
from booking.mails import wording as mail_wording
from booking.models import AppointmentRequest, RequestEvent
from clinic.models import OutgoingEmail


def record_problem(email: OutgoingEmail) -> None:
    """Mark the request of a lost mail; one that went to an address since corrected is none.

    A complaint is no lost mail: it arrived.
    """
    room, _, reference = email.about.partition(":")
    if room != "request" or email.kind not in mail_wording.CLIENT_KINDS:
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
