"""Compose the mails about a request. They never contain what the client wrote.

Wording and sender are neutral unless the client allowed plain wording, because others may see
sender and subject on a locked phone. The client's recognition word stands in each mail, and in
the subject of neutral ones. What neutral wording cannot hide: `booking.mails.wording_preview`.
"""

from collections.abc import Iterable
from datetime import datetime
from email.utils import formataddr
from typing import Any

from django.conf import settings
from django.utils import timezone

from booking import promise
from booking.intake import mail_limits
from booking.models import AppointmentRequest
from booking.models.choices import Change
from booking.safety import messages as safety_messages
from booking.transitions import Details
from clinic import duty, links
from clinic.mail import outbox
from clinic.models import ClinicDetails, Door, OutgoingEmail
from clinic.working_days import clock, day_in_words

URGENT_PRIORITY = 10  # sent before all other mails
NEUTRAL_SENDER = "Reception"
#: Kinds of mail to the client; all others go to staff.
CLIENT_KINDS = (
    "booking/receipt",
    "booking/links",
    "booking/confirmed",
    "booking/declined",
    "booking/waitlisted",
    "booking/reply",
)


def receipt(
    appointment_request: AppointmentRequest, token: str, clinic: ClinicDetails
) -> OutgoingEmail:
    """Return the receipt to the client, with the link to their page."""
    return _to_client(
        "booking/receipt",
        appointment_request,
        clinic,
        link=_link(token, appointment_request),
        changes=appointment_request.change in (Change.CANCEL, Change.RESCHEDULE),
        waitlist=appointment_request.door == Door.WAITLIST,
        promise=promise.for_request(appointment_request, clinic),
        safety=safety_messages.for_mail(appointment_request, clinic),
    )


def new_links(tokens: list[tuple[AppointmentRequest, str]], clinic: ClinicDetails) -> OutgoingEmail:
    """Return the mail with a link to each open request of this address.

    People who share a mailbox may have different recognition words; then each request has its
    own.
    """
    appointment_request = _strictest(appointment_request for appointment_request, _ in tokens)
    words = {other.recognition_word for other, _ in tokens}
    lines = [
        (
            other.reference,
            _link(token, appointment_request),
            other.recognition_word if len(words) > 1 else "",
        )
        for other, token in tokens
    ]
    word = words.pop() if len(words) == 1 else ""
    return _to_client("booking/links", appointment_request, clinic, lines=lines, word=word)


def details_changed(
    appointment_request: AppointmentRequest, clinic: ClinicDetails
) -> OutgoingEmail:
    """Return the notice to the present address that the contact details have changed.

    It is not among `CLIENT_KINDS`, so that a second correction does not cancel it.
    """
    return _to_client("booking/changed", appointment_request, clinic)


def transition_mail(
    appointment_request: AppointmentRequest,
    clinic: ClinicDetails,
    message: str,
    details: Details,
    *,
    token: str,
) -> OutgoingEmail:
    """Return the mail about a transition. In neutral wording it says only that there is news."""
    agreed = details.appointment
    return _to_client(
        f"booking/{message}",
        appointment_request,
        clinic,
        link=_link(token, appointment_request),
        words=details.text,
        agreed=agreed,
        at=time_in_words(agreed.starts_at) if agreed else "",
    )


def reply(
    appointment_request: AppointmentRequest, clinic: ClinicDetails, text: str, *, token: str
) -> OutgoingEmail:
    """Return the mail with an answer. In neutral wording it only refers to the client's page."""
    return _to_client(
        "booking/reply",
        appointment_request,
        clinic,
        link=_link(token, appointment_request),
        words=text,
    )


def in_neutral_words(
    kind: str, appointment_request: AppointmentRequest, clinic: ClinicDetails, *, token: str
) -> OutgoingEmail:
    """Return a mail of `CLIENT_KINDS` again, in neutral wording."""
    if kind == "booking/receipt":
        return receipt(appointment_request, token, clinic)
    if kind == "booking/links":
        return new_links([(appointment_request, token)], clinic)
    return _to_client(kind, appointment_request, clinic, link=_link(token, appointment_request))


def time_in_words(moment: datetime) -> str:
    """Format a moment: Tuesday 24 November, 9:30 am."""
    local = timezone.localtime(moment)
    return f"{day_in_words(local.date())}, {clock(local.time())}"


def staff_notices(
    appointment_request: AppointmentRequest, clinic: ClinicDetails, *, notice_kind: str = ""
) -> list[OutgoingEmail]:
    """Return notices to staff of a new request or, with `notice_kind`, of a change.

    They contain neither names nor texts.
    """
    urgent = appointment_request.needs_safety_outcome
    context = {
        "clinic": clinic,
        "reference": appointment_request.reference,
        "kind": appointment_request.get_kind_display(),
        "urgent": urgent,
        "notice_kind": notice_kind,
        "link": links.absolute(
            "admin:booking_appointmentrequest_change", str(appointment_request.pk)
        ),
    }
    staff = {settings.RECEPTION_EMAIL}
    if urgent:
        staff |= set(duty_addresses(clinic, timezone.now()))
    elif notice_kind == "overdue":
        staff = {settings.DUTY_EMAIL or settings.RECEPTION_EMAIL}
    mails = [
        outbox.compose(
            "booking/notice",
            address,
            context,
            about=appointment_request.about,
            priority=URGENT_PRIORITY if urgent or notice_kind == "overdue" else 0,
        )
        for address in sorted(staff)
    ]
    return mail_limits.limit_notices(mails, clinic, urgent=urgent)


def duty_addresses(clinic: ClinicDetails, now: datetime) -> list[str]:
    """Return whom to notify of a client who may not be safe: on duty now or at next opening."""
    reading = clinic.times.next_reading(now) or timezone.localtime(now)
    first = duty.on(reading.date()).first
    return [first.address] if first and first.address else duty.last_resort()


def handover(
    appointment_request: AppointmentRequest, clinic: ClinicDetails, addresses: Iterable[str]
) -> list[OutgoingEmail]:
    """Return the mails that ask staff to look after a request and to say “I have it”."""
    context = {
        "clinic": clinic,
        "reference": appointment_request.reference,
        "link": links.absolute(
            "admin:booking_appointmentrequest_change", str(appointment_request.pk)
        ),
    }
    about = appointment_request.about
    mails = [
        outbox.compose("booking/handover", address, context, about=about, priority=URGENT_PRIORITY)
        for address in sorted(set(addresses))
    ]
    return mail_limits.limit_notices(mails, clinic, urgent=True)


def _link(token: str, appointment_request: AppointmentRequest) -> str:
    """Return the URL of the client's page; for neutral wording on the neutral host, if any."""
    site = settings.NEUTRAL_SITE_URL if appointment_request.neutral_wording else ""
    return links.absolute("booking:link", token, site=site)


def _strictest(requests: Iterable[AppointmentRequest]) -> AppointmentRequest:
    """Return the first request with neutral wording, or the first of all."""
    return max(requests, key=lambda appointment_request: appointment_request.neutral_wording)


def neutral_sender() -> str:
    """Return the sender of neutral mails, with the neutral address if it is set."""
    address = settings.NEUTRAL_FROM_EMAIL
    return formataddr((NEUTRAL_SENDER, address)) if address else NEUTRAL_SENDER


def _to_client(
    kind: str, appointment_request: AppointmentRequest, clinic: ClinicDetails, **context: Any
) -> OutgoingEmail:
    neutral = appointment_request.neutral_wording
    word = context.setdefault("word", appointment_request.recognition_word)
    mail = outbox.compose(
        kind,
        appointment_request.email,
        {
            "clinic": clinic,
            "neutral": neutral,
            "sender": NEUTRAL_SENDER if neutral else clinic.name,
            "reference": appointment_request.reference,
        }
        | context,
        about=appointment_request.about,
        sender=neutral_sender() if neutral else "",
    )
    if neutral and word:
        mail.subject = f"{word}: {mail.subject[0].lower()}{mail.subject[1:]}"
        mail.clean()
    return mail
