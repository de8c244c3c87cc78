"""Mails to the client of a request: whether one did not get through, and stopping them."""

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Concat

from booking.mails import wording as mail_wording
from booking.models import AppointmentRequest, ClientLink
from clinic.mail import outbox
from clinic.models import ClinicDetails, OutgoingEmail

#: Reported by the provider after it had taken the mail. What a reader marked as spam has
#: reached them.
RETURNED = (OutgoingEmail.Problem.BOUNCED, OutgoingEmail.Problem.REFUSED)
#: Given up by us, or come back.
LOST = Q(state=OutgoingEmail.State.FAILED) | Q(problem__in=RETURNED)


def lost_mail_exists() -> Exists:
    """For a list of requests: whether a mail to the client was lost.

    Only the address that the request has now counts: what became of mails to one that has
    since been corrected is no longer a problem.
    """
    about = Concat(Value("request:"), OuterRef("reference"))
    mails = OutgoingEmail.objects.filter(about=about, to=OuterRef("email"))
    return Exists(mails.filter(LOST, kind__in=mail_wording.CLIENT_KINDS))


def has_lost_mail(appointment_request: AppointmentRequest) -> bool:
    """The same, for one request."""
    one = AppointmentRequest.objects.filter(pk=appointment_request.pk)
    return one.filter(lost_mail_exists()).exists()


def has_delivered_mail(appointment_request: AppointmentRequest) -> bool:
    """Whether a mail has left for the address of the request and did not come back."""
    mails = OutgoingEmail.objects.filter(
        about=appointment_request.about,
        to=appointment_request.email,
        kind__in=mail_wording.CLIENT_KINDS,
    )
    return mails.filter(state=OutgoingEmail.State.SENT).exclude(LOST).exists()


def make_neutral(appointment_request: AppointmentRequest, clinic: ClinicDetails) -> None:
    """Write what waits for the client anew, in neutral words; what has left has left."""
    waiting = (OutgoingEmail.State.QUEUED, OutgoingEmail.State.RETRYING)
    mails = OutgoingEmail.objects.filter(about=appointment_request.about, state__in=waiting)
    for mail in mails.filter(kind__in=(*mail_wording.CLIENT_KINDS, "booking/changed")):
        new = mail_wording.in_neutral_words(
            mail.kind, appointment_request, clinic, token=ClientLink.make(appointment_request)[1]
        )
        looks = {name: getattr(new, name) for name in ("sender", "subject", "text", "html")}
        mails.filter(pk=mail.pk).update(**looks)


def cancel_unsent(appointment_request: AppointmentRequest) -> None:
    """Send the client nothing of what still waits."""
    mails = OutgoingEmail.objects.filter(about=appointment_request.about)
    outbox.cancel(mails.filter(kind__in=mail_wording.CLIENT_KINDS))
