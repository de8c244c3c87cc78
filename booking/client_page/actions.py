"""What the person who asked does later, through the link in their mail.

Each action locks the request, checks the link once more and leaves one event. The same
button pressed twice is once.
"""

import uuid
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from booking import first_answers, transitions
from booking.actions import Kind, NotPossibleError, TooManyError, erase, keep, record, step
from booking.intake import flood
from booking.mails import stopping as mail_stopping
from booking.mails import wording as mail_wording
from booking.models import (
    AddedWord,
    AppointmentRequest,
    ClientLink,
    RequestEvent,
    State,
)
from clinic import throttle
from clinic.mail import outbox
from clinic.models import ClinicDetails, OutgoingEmail
from clinic.privacy import sealed

#: How long after a correction a press by an older link may be the same press, twice.
JUST_NOW = timedelta(minutes=2)
CORRECTIONS, WORDS, PER_DAY = 5, 20, timedelta(days=1)


class LinkEndedError(Exception):
    """The link no longer opens its request."""


def _locked(link: ClientLink) -> AppointmentRequest:
    """The request of a link, for this transaction; whoever else changes it waits."""
    requests = AppointmentRequest.objects.select_for_update().filter(links=link.pk)
    appointment_request = requests.first()
    if appointment_request is None:
        raise LinkEndedError
    return appointment_request


def _locked_for_words(link: ClientLink) -> AppointmentRequest:
    appointment_request = _locked(link)
    if not appointment_request.takes_words:
        raise NotPossibleError
    return appointment_request


def _allow(what: str, appointment_request: AppointmentRequest, limit: int) -> None:
    subject = str(appointment_request.pk)
    if not throttle.allow(f"booking.{what}", subject, limit=limit, per=PER_DAY):
        raise TooManyError


#: What was corrected, in the words of the timeline; never the details themselves.
CORRECTED = {
    "email": "Email address",
    "phone": "Phone number",
    "may_call": "Whether we may call",
    "may_text": "Whether we may text",
    "voicemail_ok": "Whether we may leave a voice message",
    "neutral_wording": "What our emails may say",
    "recognition_word": "Recognition word",
}


def correct(link: ClientLink, contact: dict[str, Any]) -> ClientLink:
    """Write down other contact details; gives the link that opens the request now.

    The address known so far is told, so that nobody takes a request over in silence. With
    another address all earlier links end, because they went to the wrong one, and a
    receipt with a new link goes to the right one. Raises `LinkEndedError`,
    `NotPossibleError`, `TooManyError`.
    """
    clinic = ClinicDetails.current()
    with transaction.atomic():
        appointment_request = _locked_for_words(link)
        changed = {k: v for k, v in contact.items() if getattr(appointment_request, k) != v}
        if not changed:
            return link
        mails = _note_to_known_address(appointment_request, clinic)
        for column, value in changed.items():
            setattr(appointment_request, column, value)
        if "email" in changed:
            appointment_request.mail_problem_at = None  # it was the old address that did not work
        keep(appointment_request)
        record(appointment_request, Kind.CORRECTED, note=_what(changed))
        mails += mail_wording.notices(appointment_request, clinic, news="corrected")
        if "email" in changed:
            link, receipts = _start_anew(appointment_request, clinic)
            mails += receipts
        outbox.put(mails)
        _allow("correct", appointment_request, CORRECTIONS)
    return link


def choose_mails(link: ClientLink, wanted: dict[str, Any]) -> None:
    """Other words for our mails, or another recognition word. Nobody is written to about it.

    A mail that still waits and says more than is allowed now is written anew. Raises
    `LinkEndedError`, `NotPossibleError`, `TooManyError`.
    """
    clinic = ClinicDetails.current()
    with transaction.atomic():
        appointment_request = _locked_for_words(link)
        changed = {k: v for k, v in wanted.items() if getattr(appointment_request, k) != v}
        if not changed:
            return
        for column, value in changed.items():
            setattr(appointment_request, column, value)
        keep(appointment_request)
        record(appointment_request, Kind.CORRECTED, note=_what(changed))
        if changed.get("neutral_wording"):
            mail_stopping.make_neutral(appointment_request, clinic)
        _allow("mails", appointment_request, CORRECTIONS)


def _what(changed: dict[str, Any]) -> str:
    return "; ".join(words for column, words in CORRECTED.items() if column in changed)


def _note_to_known_address(
    appointment_request: AppointmentRequest, clinic: ClinicDetails
) -> list[OutgoingEmail]:
    """None where no mail has got through: nobody there has heard of the request."""
    if not mail_stopping.has_reached(appointment_request):
        return []
    return [mail_wording.changed(appointment_request, clinic)]


def _start_anew(
    appointment_request: AppointmentRequest, clinic: ClinicDetails
) -> tuple[ClientLink, list[OutgoingEmail]]:
    """End what went to the wrong address; a link and a receipt for the right one."""
    appointment_request.links.all().delete()
    mail_stopping.cancel(appointment_request)
    first_answers.look_at_mails(appointment_request)
    appointment_request.save(update_fields=["answer_leaves_at"])
    link, token = ClientLink.make(appointment_request)
    if not flood.may_have_receipt(appointment_request):
        return link, []
    if not appointment_request.is_open:  # “We have your request” says too much of it
        return link, [mail_wording.new_links([(appointment_request, token)], clinic)]
    return link, [mail_wording.receipt(appointment_request, token, clinic)]


def add_word(link: ClientLink, text: str, *, key: uuid.UUID) -> AddedWord:
    """Keep a word for reception, sealed; the same press again gives the word already kept.

    `key` comes with the form. With other words, or used by somebody else, it is no reason
    to lose what was written. Raises `LinkEndedError`, `NotPossibleError`, `TooManyError`.
    """
    clinic = ClinicDetails.current()
    with transaction.atomic():
        appointment_request = _locked(link)
        if AddedWord.objects.filter(pk=key).exists():
            if kept := _kept_word(appointment_request, text):
                return kept
            key = uuid.uuid4()
        if not appointment_request.takes_words:
            raise NotPossibleError
        word = AddedWord(pk=key, appointment_request=appointment_request)
        word.put(text)
        word.save(force_insert=True)
        appointment_request.client_wrote_at = timezone.now()
        if appointment_request.state == State.WAITING_FOR_CLIENT:
            step(appointment_request, transitions.BY_EVENT["hear_back"])
        else:
            keep(appointment_request)
        record(appointment_request, Kind.ADDED)
        outbox.put(mail_wording.notices(appointment_request, clinic, news="added"))
        _allow("word", appointment_request, WORDS)
    return word


def _kept_word(appointment_request: AppointmentRequest, text: str) -> AddedWord | None:
    words = appointment_request.added_words.all()
    return next((word for word in words if _says(word, text)), None)


def _says(word: AddedWord, text: str) -> bool:
    try:
        return word.read() == text
    except sealed.UnreadableError:
        return False


def withdraw(link: ClientLink, *, and_erase: bool) -> bool:
    """Take the request back; `and_erase` deletes it with all that belongs to it.

    Whoever said that they may not be safe stays on the desk until an outcome is recorded,
    and is erased after that: the link may be in other hands. False if erasing waits so.
    Raises `LinkEndedError`, and `NotPossibleError` if it ended in another way.
    """
    clinic = ClinicDetails.current()
    with transaction.atomic():
        appointment_request = _locked(link)
        waits = and_erase and appointment_request.awaits_outcome
        told_before = appointment_request.erase_wanted_at is not None
        news = _take_back(appointment_request, clinic)
        if and_erase and not (waits and told_before):
            news = mail_wording.notices(
                appointment_request, clinic, news="erase_wanted" if waits else "erased"
            )
        if waits:
            _want_erasing(appointment_request)
        elif and_erase:
            for mail in news:
                mail.about = ""  # or it would be erased with the rest
            erase(AppointmentRequest.objects.filter(pk=appointment_request.pk))
        outbox.put(news)
    return not waits


def _take_back(
    appointment_request: AppointmentRequest, clinic: ClinicDetails
) -> list[OutgoingEmail]:
    """Withdraw it, and what staff hear of it; nothing if it was withdrawn before."""
    if appointment_request.state == State.WITHDRAWN:
        return []
    step(appointment_request, transitions.BY_EVENT["take_back"])
    mail_stopping.cancel(appointment_request)
    first_answers.look_at_mails(appointment_request)
    appointment_request.save(update_fields=["answer_leaves_at"])
    return mail_wording.notices(appointment_request, clinic, news="withdrawn")


def _want_erasing(appointment_request: AppointmentRequest) -> None:
    if appointment_request.erase_wanted_at is None:
        appointment_request.erase_wanted_at = timezone.now()
        keep(appointment_request)
        record(appointment_request, Kind.ERASE_WANTED)


def was_just_corrected(reference: str) -> bool:
    """Whether links to this request may have ended a moment ago by a press of its client."""
    since = timezone.now() - JUST_NOW
    return RequestEvent.objects.filter(
        appointment_request__reference=reference, kind=Kind.CORRECTED, at__gte=since
    ).exists()


def is_erased(reference: str) -> bool:
    """For a reference that once was one of ours."""
    return not AppointmentRequest.objects.filter(reference=reference).exists()
