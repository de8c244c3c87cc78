"""A new link by mail for who has lost theirs; nobody can find out who has written to us."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from booking.actions import EventKind, record_event
from booking.errors import RateLimitedError
from booking.mails import wording as mail_wording
from booking.models import AppointmentRequest, ClientLink, LinkWanted
from clinic import throttle, work
from clinic.form_fields import addresses
from clinic.mail import outbox
from clinic.models import ClinicDetails

#: Mails with links to one address, and askings from one network.
LINKS_PER_HOUR, REQUESTS_PER_HOUR, HOUR = 3, 60, timedelta(hours=1)
REQUESTS_PER_MAIL = 10
BATCH_SIZE, LEASE = 20, timedelta(minutes=2)


def request_link(email: str, *, network: str) -> None:
    """Note that somebody wants a new link; costs the same for every address.

    Raises `RateLimitedError` for a network that asks without end.
    """
    with transaction.atomic():
        LinkWanted.objects.create(email=email)
        if not throttle.allow("booking.link", network, limit=REQUESTS_PER_HOUR, per=HOUR):
            raise RateLimitedError


def send_links() -> int:
    """The worker's job: one mail for each address that has open requests; returns how many.

    An address that asks often gets three mails an hour and nobody is told so.
    """
    wanted = LinkWanted.objects.filter(Q(lease_until=None) | Q(lease_until__lt=timezone.now()))
    claimed = work.claim(wanted.order_by("at"), BATCH_SIZE, lease=LEASE)
    for wish in claimed:
        _send_link(wish)
    return len(claimed)


def _send_link(wish: LinkWanted) -> None:
    clinic = ClinicDetails.current()
    with transaction.atomic():
        if not LinkWanted.objects.filter(pk=wish.pk, lease_until=wish.lease_until).delete()[0]:
            return  # another worker has answered
        found = _open_requests_of(wish.email)
        if not found or not throttle.allow(
            "booking.link.address", addresses.mailbox(wish.email), limit=LINKS_PER_HOUR, per=HOUR
        ):
            return
        tokens = [
            (appointment_request, ClientLink.make(appointment_request)[1])
            for appointment_request in found
        ]
        for appointment_request in found:
            record_event(appointment_request, EventKind.LINK_SENT)
        outbox.put([mail_wording.new_links(tokens, clinic)])


def _open_requests_of(email: str) -> list[AppointmentRequest]:
    """The newest ones that their person can still say something about, oldest first; locked,
    so that no correction slips in before the mail."""
    requests: Any = AppointmentRequest.objects.taking_words()
    requests = requests.filter(is_drill=False, email__iexact=email)
    newest = requests.select_for_update().order_by("-created_at")[:REQUESTS_PER_MAIL]
    return [
        appointment_request
        for appointment_request in newest
        if _is_same_address(appointment_request.email, email)
    ][::-1]


def _is_same_address(one: str, other: str) -> bool:
    """Not left to the database: PostgreSQL folds ſ to S and so finds somebody else's."""
    return one.isascii() and other.isascii() and one.lower() == other.lower()
