"""Many requests at once: nobody's inbox is flooded, and nothing is left out.

Anybody may write any address into a form, and a machine may send a hundred forms. What
would be one mail too many to somebody waits and becomes one mail for all.
"""

from datetime import timedelta

from django.utils import timezone

from booking.models import AppointmentRequest, LinkWanted
from clinic import links, throttle
from clinic.form_fields import addresses
from clinic.mail import outbox
from clinic.models import ClinicDetails, OutgoingEmail

#: Receipts to one address; then one mail with all its links, at the end of that time.
RECEIPTS_PER_ADDRESS, RECEIPT_PERIOD = 5, timedelta(hours=1)
#: Notices to one colleague; then one that says how to find the others.
NOTICES_PER_ADDRESS, NOTICE_PERIOD = 10, timedelta(minutes=10)
SUMMARY_KIND = "booking/notices"
UNSENT_STATES = (OutgoingEmail.State.QUEUED, OutgoingEmail.State.RETRYING)


def allow_receipt(appointment_request: AppointmentRequest) -> bool:
    """Count one more receipt for this address. If it is one too many, links follow later."""
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
    """These notices; in the place of each that is one too many, one for all that follow."""
    found = []
    for notice in notices:
        if throttle.allow(
            "booking.notice", notice.to, limit=NOTICES_PER_ADDRESS, per=NOTICE_PERIOD
        ):
            found.append(notice)
        elif not _summary_waits(notice):
            found.append(_summary(notice, clinic, urgent=urgent))
    return found


def _summary_waits(notice: OutgoingEmail) -> bool:
    """Whether one for all waits to leave that is as urgent."""
    same = OutgoingEmail.objects.filter(kind=SUMMARY_KIND, to=notice.to, state__in=UNSENT_STATES)
    return same.filter(due_at__gt=timezone.now(), priority__gte=notice.priority).exists()


def _summary(notice: OutgoingEmail, clinic: ClinicDetails, *, urgent: bool) -> OutgoingEmail:
    context = {"clinic": clinic, "urgent": urgent, "link": links.absolute("admin:index")}
    mail = outbox.compose(SUMMARY_KIND, notice.to, context, priority=notice.priority)
    mail.due_at = timezone.now() + NOTICE_PERIOD / (10 if urgent else 1)
    return mail
