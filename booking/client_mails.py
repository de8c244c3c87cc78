"""Mails to the client of a request, and whether one of them did not get through."""

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Concat

from booking.models import AppointmentRequest
from clinic.models import OutgoingEmail

#: Given up by us, or reported by the provider after it had taken the mail.
LOST = Q(state=OutgoingEmail.State.FAILED) | ~Q(problem="")


def failed() -> Exists:
    """For a list of requests: whether a mail to the client was lost.

    Mails to the client are those to the address that the request has now, whatever their
    kind: what an address that has since been corrected did is no longer a problem.
    """
    about = Concat(Value("request:"), OuterRef("reference"))
    return Exists(OutgoingEmail.objects.filter(LOST, about=about, to=OuterRef("email")))


def has_problem(appointment_request: AppointmentRequest) -> bool:
    """The same, for one request."""
    one = AppointmentRequest.objects.filter(pk=appointment_request.pk)
    return one.filter(failed()).exists()
