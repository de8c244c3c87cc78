"""Limits for receipts and staff notices, so that a flood of requests floods no inbox.

Anybody can enter any address in a form, and a bot can send a hundred forms. Mails above the
limit are replaced by one mail later that covers all of them.
"""

from datetime import timedelta

from django.utils import timezone

from booking.models import AppointmentRequest, LinkWanted
from clinic import links, throttle
from clinic.form_fields import addresses
from clinic.mail import outbox
from clinic.models import ClinicDetails, OutgoingEmail

#: Receipts to one address; above that, one mail with all links at the end of the period.
RECEIPTS_PER_ADDRESS, RECEIPT_PERIOD = 5, timedelta(hours=1)
#: Notices to one staff address; above that, one summary.
NOTICES_PER_ADDRESS, NOTICE_PERIOD = 10, timedelta(minutes=10)
SUMMARY_KIND = "booking/notices"
UNSENT_STATES = (OutgoingEmail.State.QUEUED, OutgoingEmail.State.RETRYING)


def allow_receipt(appointment_request: AppointmentRequest) -> bool:
    """Count a receipt for this address. Above the limit, return False and queue a links mail."""
    if throttle.allow(
        "booking.receipt",
        addresses.mailbox(appointment_request.email),
        limit=RECEIPTS_PER_ADDRESS,
        per=RECEIPT_PERIOD,
    ):
        return True
    now = timezone.now()
    waiting = LinkWanted.objects.filter(
        email__iexact=appointment_request.email, lease_until__gt=now
    )
    if not waiting.exists():
        LinkWanted.objects.create(email=appointment_request.email, lease_until=now + RECEIPT_PERIOD)
    return False


def limit_notices(
    notices: list[OutgoingEmail], clinic: ClinicDetails, *, urgent: bool
) -> list[OutgoingEmail]:
    """Return the notices; those above the limit are replaced by one summary mail."""
    mails = []
    for notice in notices:
        if throttle.allow(
            "booking.notice", notice.to, limit=NOTICES_PER_ADDRESS, per=NOTICE_PERIOD
        ):
            mails.append(notice)
        elif not _summary_waits(notice):
            mails.append(_summary(notice, clinic, urgent=urgent))
    return mails


def _summary_waits(notice: OutgoingEmail) -> bool:
    """Whether a summary of at least this priority is queued already."""
    same = OutgoingEmail.objects.filter(kind=SUMMARY_KIND, to=notice.to, state__in=UNSENT_STATES)
    return same.filter(due_at__gt=timezone.now(), priority__gte=notice.priority).exists()


def _summary(notice: OutgoingEmail, clinic: ClinicDetails, *, urgent: bool) -> OutgoingEmail:
    context = {"clinic": clinic, "urgent": urgent, "link": links.absolute("admin:index")}
    mail = outbox.compose(SUMMARY_KIND, notice.to, context, priority=notice.priority)
    mail.due_at = timezone.now() + NOTICE_PERIOD / (10 if urgent else 1)
    return mail
