"""What the person who asked does later, through the link in their mail.

Each action locks the request, checks the link once more and leaves one event. The same
button pressed twice is once.
"""

import uuid
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from booking import emails, transitions
from booking.actions import Kind, NotPossibleError, TooManyError, erase, record, step
from booking.models import OPEN_STATES, AddedWord, AppointmentRequest, ClientLink, LinkWanted, State
from clinic import emails as outbox
from clinic import throttle, work
from clinic.models import ClinicDetails, OutgoingEmail

CORRECTIONS, WORDS, PER_DAY = 5, 20, timedelta(days=1)
#: Mails with links to one address, and askings from one network.
LINKS_AN_HOUR, WANTED_AN_HOUR, PER_HOUR = 3, 60, timedelta(hours=1)
REQUESTS_IN_A_MAIL = 10
AT_ONCE, LEASE = 20, timedelta(minutes=2)


class LinkEndedError(Exception):
    """The link no longer opens its request."""


def _locked(link: ClientLink) -> AppointmentRequest:
    """The open request of a link, for this transaction; whoever else changes it waits."""
    requests = AppointmentRequest.objects.select_for_update().filter(links=link.pk)
    appointment_request = requests.first()
    if appointment_request is None:
        raise LinkEndedError
    if appointment_request.state not in OPEN_STATES:
        raise NotPossibleError
    return appointment_request


def _allow(what: str, appointment_request: AppointmentRequest, limit: int) -> None:
    subject = str(appointment_request.pk)
    if not throttle.allow(f"booking.{what}", subject, limit=limit, per=PER_DAY):
        raise TooManyError


def correct(link: ClientLink, contact: dict[str, str]) -> ClientLink:
    """Write down other contact details; gives the link that opens the request now.

    With another address all earlier links end, because they went to the wrong one, and a
    receipt with a new link goes to the right one. Raises `LinkEndedError`,
    `NotPossibleError`, `TooManyError`.
    """
    clinic = ClinicDetails.current()
    with transaction.atomic():
        appointment_request = _locked(link)
        changed = {k: v for k, v in contact.items() if getattr(appointment_request, k) != v}
        if not changed:
            return link
        for column, value in changed.items():
            setattr(appointment_request, column, value)
        appointment_request.version += 1
        appointment_request.save(update_fields=[*changed, "version"])
        record(appointment_request, Kind.CORRECTED)
        mails = emails.notices(appointment_request, clinic, news="corrected")
        if "email" in changed:
            link, receipt = _start_anew(appointment_request, clinic)
            mails.append(receipt)
        outbox.put(mails)
        _allow("correct", appointment_request, CORRECTIONS)
    return link


def _start_anew(
    appointment_request: AppointmentRequest, clinic: ClinicDetails
) -> tuple[ClientLink, OutgoingEmail]:
    """End what went to the wrong address; a link and a receipt for the right one."""
    appointment_request.links.all().delete()
    waiting = [OutgoingEmail.State.QUEUED, OutgoingEmail.State.RETRYING]
    OutgoingEmail.objects.filter(
        about=appointment_request.about, kind__in=emails.TO_CLIENT, state__in=waiting
    ).update(state=OutgoingEmail.State.CANCELLED, text="", html="")
    link, token = ClientLink.make(appointment_request)
    return link, emails.receipt(appointment_request, token, clinic)


def add_word(link: ClientLink, text: str, *, key: uuid.UUID) -> AddedWord:
    """Keep a word for reception, sealed; the same `key` again gives the word already kept.

    Raises `LinkEndedError`, `NotPossibleError`, `TooManyError`.
    """
    clinic = ClinicDetails.current()
    try:
        with transaction.atomic():
            appointment_request = _locked(link)
            word = AddedWord(pk=key, appointment_request=appointment_request)
            word.put(text)
            word.save(force_insert=True)
            appointment_request.version += 1
            appointment_request.save(update_fields=["version"])
            record(appointment_request, Kind.ADDED)
            outbox.put(emails.notices(appointment_request, clinic, news="added"))
            _allow("word", appointment_request, WORDS)
    except IntegrityError:
        return AddedWord.objects.get(pk=key, appointment_request__links=link.pk)
    return word


def withdraw(link: ClientLink, *, and_erase: bool) -> None:
    """Take the request back; `and_erase` deletes it with all that belongs to it, at once.

    Raises `LinkEndedError`, and `NotPossibleError` if it ended in another way.
    """
    clinic = ClinicDetails.current()
    with transaction.atomic():
        try:
            appointment_request = _locked(link)
            step(appointment_request, transitions.BY_EVENT["take_back"])
            news = emails.notices(appointment_request, clinic, news="withdrawn")
        except NotPossibleError:
            # Withdrawn before, and now they want it erased as well; or the same press twice.
            appointment_request = AppointmentRequest.objects.get(links=link.pk)
            if appointment_request.state != State.WITHDRAWN:
                raise
            news = []
        if and_erase:
            news = emails.notices(appointment_request, clinic, news="erased")
            for mail in news:
                mail.about = ""  # or it would be erased with the rest
            erase(AppointmentRequest.objects.filter(pk=appointment_request.pk))
        outbox.put(news)


def want_link(email: str, *, network: str) -> None:
    """Note that somebody wants a new link; costs the same for every address.

    Raises `TooManyError` for a network that asks without end.
    """
    with transaction.atomic():
        LinkWanted.objects.create(email=email)
        if not throttle.allow("booking.link", network, limit=WANTED_AN_HOUR, per=PER_HOUR):
            raise TooManyError


def send_links() -> int:
    """The worker's job: one mail for each address that has open requests; returns how many.

    An address that asks often gets three mails an hour and nobody is told so.
    """
    wanted = LinkWanted.objects.filter(Q(lease_until=None) | Q(lease_until__lt=timezone.now()))
    claimed = work.claim(wanted.order_by("at"), AT_ONCE, lease=LEASE)
    for wish in claimed:
        _answer(wish)
    return len(claimed)


def _answer(wish: LinkWanted) -> None:
    clinic = ClinicDetails.current()
    with transaction.atomic():
        if not LinkWanted.objects.filter(pk=wish.pk, lease_until=wish.lease_until).delete()[0]:
            return  # another worker has answered
        found = _open_requests_of(wish.email)
        if not found or not throttle.allow(
            "booking.link.address", wish.email.lower(), limit=LINKS_AN_HOUR, per=PER_HOUR
        ):
            return
        tokens = [(asked, ClientLink.make(asked)[1]) for asked in found]
        for asked in found:
            record(asked, Kind.LINK_SENT)
        outbox.put([emails.new_links(tokens, clinic)])


def _open_requests_of(email: str) -> list[AppointmentRequest]:
    """The newest ones, oldest first; locked, so that no correction slips in before the mail."""
    requests: Any = AppointmentRequest.objects.open().filter(email__iexact=email)
    newest = requests.select_for_update().order_by("-created_at")[:REQUESTS_IN_A_MAIL]
    return [asked for asked in newest if _is_same_address(asked.email, email)][::-1]


def _is_same_address(one: str, other: str) -> bool:
    """Not left to the database: PostgreSQL folds ſ to S and so finds somebody else's."""
    return one.isascii() and other.isascii() and one.lower() == other.lower()
