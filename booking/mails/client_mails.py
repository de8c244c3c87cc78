"""The delivery of mails to clients, and changes to mails that are queued."""

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Concat

from booking.mails import compose as compose
from booking.models import AppointmentRequest, ClientLink
from clinic.mail import outbox
from clinic.models import ClinicDetails, OutgoingEmail

#: Problems that the provider reports after accepting a mail. A mail marked as spam was
#: delivered.
RETURNED = (OutgoingEmail.Problem.BOUNCED, OutgoingEmail.Problem.REFUSED)
#: Sending failed, or the mail was returned.
LOST = Q(state=OutgoingEmail.State.FAILED) | Q(problem__in=RETURNED)


def lost_mail_exists() -> Exists:
    """Return a subquery for requests: whether a mail to the client was lost.

    Only mails to the present address of the request count.
    """
    about = Concat(Value("request:"), OuterRef("reference"))
    mails = OutgoingEmail.objects.filter(about=about, to=OuterRef("email"))
    return Exists(mails.filter(LOST, kind__in=compose.CLIENT_KINDS))


def has_lost_mail(appointment_request: AppointmentRequest) -> bool:
    """Whether a mail to the client of this request was lost."""
    requests = AppointmentRequest.objects.filter(pk=appointment_request.pk)
    return requests.filter(lost_mail_exists()).exists()


def has_delivered_mail(appointment_request: AppointmentRequest) -> bool:
    """Whether a mail to the present address was sent and not returned."""
    mails = OutgoingEmail.objects.filter(
        about=appointment_request.about,
        to=appointment_request.email,
        kind__in=compose.CLIENT_KINDS,
    )
    return mails.filter(state=OutgoingEmail.State.SENT).exclude(LOST).exists()


def make_neutral(appointment_request: AppointmentRequest, clinic: ClinicDetails) -> None:
    """Rewrite queued mails to the client in neutral wording."""
    unsent = (OutgoingEmail.State.QUEUED, OutgoingEmail.State.RETRYING)
    mails = OutgoingEmail.objects.filter(about=appointment_request.about, state__in=unsent)
    for mail in mails.filter(kind__in=(*compose.CLIENT_KINDS, "booking/changed")):
        new = compose.in_neutral_words(
            mail.kind, appointment_request, clinic, token=ClientLink.make(appointment_request)[1]
        )
        changes = {name: getattr(new, name) for name in ("sender", "subject", "text", "html")}
        mails.filter(pk=mail.pk).update(**changes)


def cancel_unsent(appointment_request: AppointmentRequest) -> None:
    """Cancel all queued mails to the client."""
    mails = OutgoingEmail.objects.filter(about=appointment_request.about)
    outbox.cancel(mails.filter(kind__in=compose.CLIENT_KINDS))
