"""The mails about a request. None says what the person wrote, or that they wrote it.

Wording and sender are neutral unless the person allowed more: others may see the
subject on a locked phone, and the name it comes from. The person's own recognition word
stands in each mail to them, in neutral ones in the subject, too. What neutral words cannot
hide: `booking.mails.wording_preview`.
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
from clinic.hours import clock, day_in_words
from clinic.mail import outbox
from clinic.models import ClinicDetails, Door, OutgoingEmail

URGENT_PRIORITY = 10  # before all other mail that waits
NEUTRAL_SENDER = "Reception"
#: Mails to the person who asked; all others go to staff.
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
    """To the person: we have it, what happens next, and the link to their own page."""
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


def new_links(found: list[tuple[AppointmentRequest, str]], clinic: ClinicDetails) -> OutgoingEmail:
    """To the person: a link to each open request of this address.

    People who share a mailbox may have words of their own: then each stands at its request.
    """
    appointment_request = _strictest(appointment_request for appointment_request, _ in found)
    words = {other.recognition_word for other, _ in found}
    lines = [
        (
            other.reference,
            _link(token, appointment_request),
            other.recognition_word if len(words) > 1 else "",
        )
        for other, token in found
    ]
    word = words.pop() if len(words) == 1 else ""
    return _to_client("booking/links", appointment_request, clinic, lines=lines, word=word)


def details_changed(
    appointment_request: AppointmentRequest, clinic: ClinicDetails
) -> OutgoingEmail:
    """To the address known so far: the contact details are others now.

    Not among `TO_CLIENT`: a second correction must not stop it.
    """
    return _to_client("booking/changed", appointment_request, clinic)


def transition_mail(
    appointment_request: AppointmentRequest,
    clinic: ClinicDetails,
    noun: str,
    details: Details,
    *,
    token: str,
) -> OutgoingEmail:
    """To the person: what their request has come to. In neutral words: that there is news."""
    agreed = details.appointment
    return _to_client(
        f"booking/{noun}",
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
    """To the person: what reception wrote. In neutral words: that it stands on their page."""
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
    """A mail of `TO_CLIENT` again, for somebody who wants neutral words from now on."""
    if kind == "booking/receipt":
        return receipt(appointment_request, token, clinic)
    if kind == "booking/links":
        return new_links([(appointment_request, token)], clinic)
    return _to_client(kind, appointment_request, clinic, link=_link(token, appointment_request))


def time_in_words(moment: datetime) -> str:
    """Tuesday 24 November, 9:30 am."""
    local = timezone.localtime(moment)
    return f"{day_in_words(local.date())}, {clock(local.time())}"


def staff_notices(
    appointment_request: AppointmentRequest, clinic: ClinicDetails, *, notice_kind: str = ""
) -> list[OutgoingEmail]:
    """To staff: a request has come in, or `notice_kind` about one. Never who, never what."""
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
    found = [
        outbox.compose(
            "booking/notice",
            address,
            context,
            about=appointment_request.about,
            priority=URGENT_PRIORITY if urgent or notice_kind == "overdue" else 0,
        )
        for address in sorted(staff)
    ]
    return mail_limits.limit_notices(found, clinic, urgent=urgent)


def duty_addresses(clinic: ClinicDetails, now: datetime) -> list[str]:
    """Who hears at once of somebody who may not be safe: duty now, or when we open next."""
    reading = clinic.times.next_reading(now) or timezone.localtime(now)
    first = duty.on(reading.date()).first
    return [first.address] if first and first.address else duty.last_resort()


def handover(
    appointment_request: AppointmentRequest, clinic: ClinicDetails, addresses: Iterable[str]
) -> list[OutgoingEmail]:
    """To staff: somebody is asked to look after a request and to say “I have it”."""
    context = {
        "clinic": clinic,
        "reference": appointment_request.reference,
        "link": links.absolute(
            "admin:booking_appointmentrequest_change", str(appointment_request.pk)
        ),
    }
    about = appointment_request.about
    found = [
        outbox.compose("booking/handover", address, context, about=about, priority=URGENT_PRIORITY)
        for address in sorted(set(addresses))
    ]
    return mail_limits.limit_notices(found, clinic, urgent=True)


def _link(token: str, appointment_request: AppointmentRequest) -> str:
    """To the person's own page; by the neutral name of the site, if it has one."""
    site = settings.NEUTRAL_SITE_URL if appointment_request.neutral_wording else ""
    return links.absolute("booking:link", token, site=site)


def _strictest(found: Iterable[AppointmentRequest]) -> AppointmentRequest:
    """Of requests that share a mailbox, the first that wants neutral words, if any does."""
    return max(found, key=lambda appointment_request: appointment_request.neutral_wording)


def neutral_sender() -> str:
    """The name, and the neutral address if there is one."""
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
