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
from booking.actions import (
    EventKind,
    apply_transition,
    erase,
    record_event,
    save_new_version,
)
from booking.errors import LinkEndedError, NotPossibleError, RateLimitedError
from booking.intake import mail_limits
from booking.mails import client_mails as client_mails
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
REPEAT_WINDOW = timedelta(minutes=2)
CORRECTIONS_PER_DAY, ADDED_WORDS_PER_DAY, DAY = 5, 20, timedelta(days=1)


def _locked(link: ClientLink) -> AppointmentRequest:
    """The request of a link, for this transaction; whoever else changes it waits."""
    requests = AppointmentRequest.objects.select_for_update().filter(links=link.pk)
    appointment_request = requests.first()
    if appointment_request is None:
        raise LinkEndedError
    return appointment_request


def _locked_taking_words(link: ClientLink) -> AppointmentRequest:
    appointment_request = _locked(link)
    if not appointment_request.takes_words:
        raise NotPossibleError
    return appointment_request


def _check_rate_limit(what: str, appointment_request: AppointmentRequest, limit: int) -> None:
    subject = str(appointment_request.pk)
    if not throttle.allow(f"booking.{what}", subject, limit=limit, per=DAY):
        raise RateLimitedError


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
    `NotPossibleError`, `RateLimitedError`.
    """
    clinic = ClinicDetails.current()
    with transaction.atomic():
        appointment_request = _locked_taking_words(link)
        changed = {k: v for k, v in contact.items() if getattr(appointment_request, k) != v}
        if not changed:
            return link
        mails = _note_to_known_address(appointment_request, clinic)
        for column, value in changed.items():
            setattr(appointment_request, column, value)
        if "email" in changed:
            appointment_request.mail_problem_at = None  # it was the old address that did not work
        save_new_version(appointment_request)
        record_event(appointment_request, EventKind.CORRECTED, note=_corrected_labels(changed))
        mails += mail_wording.staff_notices(appointment_request, clinic, notice_kind="corrected")
        if "email" in changed:
            link, receipts = _replace_link(appointment_request, clinic)
            mails += receipts
        outbox.put(mails)
        _check_rate_limit("correct", appointment_request, CORRECTIONS_PER_DAY)
    return link


def change_mail_preferences(link: ClientLink, wanted: dict[str, Any]) -> None:
    """Other words for our mails, or another recognition word. Nobody is written to about it.

    A mail that still waits and says more than is allowed now is written anew. Raises
    `LinkEndedError`, `NotPossibleError`, `RateLimitedError`.
    """
    clinic = ClinicDetails.current()
    with transaction.atomic():
        appointment_request = _locked_taking_words(link)
        changed = {k: v for k, v in wanted.items() if getattr(appointment_request, k) != v}
        if not changed:
            return
        for column, value in changed.items():
            setattr(appointment_request, column, value)
        save_new_version(appointment_request)
        record_event(appointment_request, EventKind.CORRECTED, note=_corrected_labels(changed))
        if changed.get("neutral_wording"):
            client_mails.make_neutral(appointment_request, clinic)
        _check_rate_limit("mails", appointment_request, CORRECTIONS_PER_DAY)


def _corrected_labels(changed: dict[str, Any]) -> str:
    return "; ".join(words for column, words in CORRECTED.items() if column in changed)


def _note_to_known_address(
    appointment_request: AppointmentRequest, clinic: ClinicDetails
) -> list[OutgoingEmail]:
    """None where no mail has got through: nobody there has heard of the request."""
    if not client_mails.has_delivered_mail(appointment_request):
        return []
    return [mail_wording.details_changed(appointment_request, clinic)]


def _replace_link(
    appointment_request: AppointmentRequest, clinic: ClinicDetails
) -> tuple[ClientLink, list[OutgoingEmail]]:
    """End what went to the wrong address; a link and a receipt for the right one."""
    appointment_request.links.all().delete()
    client_mails.cancel_unsent(appointment_request)
    first_answers.update_leaves_at(appointment_request)
    appointment_request.save(update_fields=["answer_leaves_at"])
    link, token = ClientLink.make(appointment_request)
    if not mail_limits.allow_receipt(appointment_request):
        return link, []
    if not appointment_request.is_open:  # “We have your request” says too much of it
        return link, [mail_wording.new_links([(appointment_request, token)], clinic)]
    return link, [mail_wording.receipt(appointment_request, token, clinic)]


def add_word(link: ClientLink, text: str, *, key: uuid.UUID) -> AddedWord:
    """Keep a word for reception, sealed; the same press again gives the word already kept.

    `key` comes with the form. With other words, or used by somebody else, it is no reason
    to lose what was written. Raises `LinkEndedError`, `NotPossibleError`, `RateLimitedError`.
    """
    clinic = ClinicDetails.current()
    with transaction.atomic():
        appointment_request = _locked(link)
        if AddedWord.objects.filter(pk=key).exists():
            if kept := _find_stored_word(appointment_request, text):
                return kept
            key = uuid.uuid4()
        if not appointment_request.takes_words:
            raise NotPossibleError
        word = AddedWord(pk=key, appointment_request=appointment_request)
        word.put(text)
        word.save(force_insert=True)
        appointment_request.client_wrote_at = timezone.now()
        if appointment_request.state == State.WAITING_FOR_CLIENT:
            apply_transition(appointment_request, transitions.BY_EVENT["hear_back"])
        else:
            save_new_version(appointment_request)
        record_event(appointment_request, EventKind.ADDED)
        outbox.put(mail_wording.staff_notices(appointment_request, clinic, notice_kind="added"))
        _check_rate_limit("word", appointment_request, ADDED_WORDS_PER_DAY)
    return word


def _find_stored_word(appointment_request: AppointmentRequest, text: str) -> AddedWord | None:
    words = appointment_request.added_words.all()
    return next((word for word in words if _has_text(word, text)), None)


def _has_text(word: AddedWord, text: str) -> bool:
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
        news = _withdraw_if_open(appointment_request, clinic)
        if and_erase and not (waits and told_before):
            news = mail_wording.staff_notices(
                appointment_request, clinic, notice_kind="erase_wanted" if waits else "erased"
            )
        if waits:
            _request_erasure(appointment_request)
        elif and_erase:
            for mail in news:
                mail.about = ""  # or it would be erased with the rest
            erase(AppointmentRequest.objects.filter(pk=appointment_request.pk))
        outbox.put(news)
    return not waits


def _withdraw_if_open(
    appointment_request: AppointmentRequest, clinic: ClinicDetails
) -> list[OutgoingEmail]:
    """Withdraw it, and what staff hear of it; nothing if it was withdrawn before."""
    if appointment_request.state == State.WITHDRAWN:
        return []
    apply_transition(appointment_request, transitions.BY_EVENT["take_back"])
    client_mails.cancel_unsent(appointment_request)
    first_answers.update_leaves_at(appointment_request)
    appointment_request.save(update_fields=["answer_leaves_at"])
    return mail_wording.staff_notices(appointment_request, clinic, notice_kind="withdrawn")


def _request_erasure(appointment_request: AppointmentRequest) -> None:
    if appointment_request.erase_wanted_at is None:
        appointment_request.erase_wanted_at = timezone.now()
        save_new_version(appointment_request)
        record_event(appointment_request, EventKind.ERASE_WANTED)


def was_just_corrected(reference: str) -> bool:
    """Whether links to this request may have ended a moment ago by a press of its client."""
    since = timezone.now() - REPEAT_WINDOW
    return RequestEvent.objects.filter(
        appointment_request__reference=reference, kind=EventKind.CORRECTED, at__gte=since
    ).exists()


def is_erased(reference: str) -> bool:
    """For a reference that once was one of ours."""
    return not AppointmentRequest.objects.filter(reference=reference).exists()
