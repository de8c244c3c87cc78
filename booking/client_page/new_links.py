"""New links by mail. The response never reveals whether an address has requests."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from booking.actions import EventKind, record_event
from booking.errors import RateLimitedError
from booking.mails import compose as compose
from booking.models import AppointmentRequest, ClientLink, LinkWanted
from clinic import throttle, work
from clinic.form_fields import addresses
from clinic.mail import outbox
from clinic.models import ClinicDetails

#: Mails to one address, and requests for links from one network.
LINKS_PER_HOUR, REQUESTS_PER_HOUR, HOUR = 3, 60, timedelta(hours=1)
REQUESTS_PER_MAIL = 10
BATCH_SIZE, LEASE = 20, timedelta(minutes=2)


def request_link(email: str, *, network: str) -> None:
    """Store the request for a new link, in the same way for every address.

    Raises `RateLimitedError` above the limit for one network.
    """
    with transaction.atomic():
        LinkWanted.objects.create(email=email)
        if not throttle.allow("booking.link", network, limit=REQUESTS_PER_HOUR, per=HOUR):
            raise RateLimitedError


def send_links() -> int:
    """Send the links asked for, as a job of the worker. Return how many rows were processed.

    An address gets at most `LINKS_PER_HOUR` mails; above that none is sent.
    """
    waiting = LinkWanted.objects.filter(Q(lease_until=None) | Q(lease_until__lt=timezone.now()))
    claimed = work.claim(waiting.order_by("at"), BATCH_SIZE, lease=LEASE)
    for row in claimed:
        _send_link(row)
    return len(claimed)


def _send_link(row: LinkWanted) -> None:
    clinic = ClinicDetails.current()
    with transaction.atomic():
        if not LinkWanted.objects.filter(pk=row.pk, lease_until=row.lease_until).delete()[0]:
            return  # another worker has processed it
        requests = _open_requests_of(row.email)
        if not requests or not throttle.allow(
            "booking.link.address", addresses.mailbox(row.email), limit=LINKS_PER_HOUR, per=HOUR
        ):
            return
        tokens = [
            (appointment_request, ClientLink.make(appointment_request)[1])
            for appointment_request in requests
        ]
        for appointment_request in requests:
            record_event(appointment_request, EventKind.LINK_SENT)
        outbox.put([compose.new_links(tokens, clinic)])


def _open_requests_of(email: str) -> list[AppointmentRequest]:
    """Lock and return the newest requests of this address that still take text, oldest first.

    They are locked, so that the address cannot be corrected before the mail is queued.
    """
    requests: Any = AppointmentRequest.objects.taking_words()
    requests = requests.filter(is_drill=False, email__iexact=email)
    newest = requests.select_for_update().order_by("-created_at")[:REQUESTS_PER_MAIL]
    return [
        appointment_request
        for appointment_request in newest
        if _is_same_address(appointment_request.email, email)
    ][::-1]


def _is_same_address(one: str, other: str) -> bool:
    """Compare ASCII addresses. The database does not suffice: PostgreSQL folds ſ to S."""
    return one.isascii() and other.isascii() and one.lower() == other.lower()
