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
RECEIPTS, RECEIPTS_PER = 5, timedelta(hours=1)
#: Notices to one colleague; then one that says how to find the others.
NOTICES, NOTICES_PER = 10, timedelta(minutes=10)
GROUPED = "booking/notices"
WAITING = (OutgoingEmail.State.QUEUED, OutgoingEmail.State.RETRYING)


def may_have_receipt(appointment_request: AppointmentRequest) -> bool:
    """Count one more receipt for this address. If it is one too many, links follow later."""
    if throttle.allow(
        "booking.receipt",
        addresses.mailbox(appointment_request.email),
        limit=RECEIPTS,
        per=RECEIPTS_PER,
    ):
        return True
    now = timezone.now()
    waiting = LinkWanted.objects.filter(
        email__iexact=appointment_request.email, lease_until__gt=now
    )
    if not waiting.exists():
        LinkWanted.objects.create(email=appointment_request.email, lease_until=now + RECEIPTS_PER)
    return False


def grouped(
    notices: list[OutgoingEmail], clinic: ClinicDetails, *, urgent: bool
) -> list[OutgoingEmail]:
    """These notices; in the place of each that is one too many, one for all that follow."""
    found = []
    for notice in notices:
        if throttle.allow("booking.notice", notice.to, limit=NOTICES, per=NOTICES_PER):
            found.append(notice)
        elif not _waiting(notice):
            found.append(_for_all(notice, clinic, urgent=urgent))
    return found


def _waiting(notice: OutgoingEmail) -> bool:
    """Whether one for all waits to leave that is as urgent."""
    same = OutgoingEmail.objects.filter(kind=GROUPED, to=notice.to, state__in=WAITING)
    return same.filter(due_at__gt=timezone.now(), priority__gte=notice.priority).exists()


def _for_all(notice: OutgoingEmail, clinic: ClinicDetails, *, urgent: bool) -> OutgoingEmail:
    context = {"clinic": clinic, "urgent": urgent, "link": links.absolute("admin:index")}
    mail = outbox.compose(GROUPED, notice.to, context, priority=notice.priority)
    mail.due_at = timezone.now() + NOTICES_PER / (10 if urgent else 1)
    return mail
