"""Actions of clients on their own request, through the link in their mail.

Each action locks the request, checks the link again and records one event. Sending the same
form twice has the effect of sending it once.
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
    record_event,
    save_new_version,
)
from booking.erasing import erase
from booking.errors import LinkEndedError, NotPossibleError, RateLimitedError
from booking.intake import mail_limits
from booking.mails import client_mails as client_mails
from booking.mails import compose as compose
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

#: A correction with an ended link within this time may be the same form sent twice.
REPEAT_WINDOW = timedelta(minutes=2)
CORRECTIONS_PER_DAY, ADDED_WORDS_PER_DAY, DAY = 5, 20, timedelta(days=1)


def _locked(link: ClientLink) -> AppointmentRequest:
    """Lock and return the request of a link. Raises `LinkEndedError`."""
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


def _check_rate_limit(scope: str, appointment_request: AppointmentRequest, limit: int) -> None:
    subject = str(appointment_request.pk)
    if not throttle.allow(f"booking.{scope}", subject, limit=limit, per=DAY):
        raise RateLimitedError


#: Labels of corrected columns for the timeline, which never shows the values.
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
    """Change contact details. Return the link that opens the request afterwards.

    The previous address is notified, so that nobody takes over a request unnoticed. A new
    address ends all earlier links, and a receipt with a new link is sent to it.

    Raises `LinkEndedError`, `NotPossibleError`, `RateLimitedError`.
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
            appointment_request.mail_problem_at = None  # the problem was with the old address
        save_new_version(appointment_request)
        record_event(appointment_request, EventKind.CORRECTED, note=_corrected_labels(changed))
        mails += compose.staff_notices(appointment_request, clinic, notice_kind="corrected")
        if "email" in changed:
            link, receipts = _replace_link(appointment_request, clinic)
            mails += receipts
        outbox.put(mails)
        _check_rate_limit("correct", appointment_request, CORRECTIONS_PER_DAY)
    return link


def change_mail_preferences(link: ClientLink, preferences: dict[str, Any]) -> None:
    """Change the wording of mails or the recognition word. No mail is sent about it.

    Queued mails are rewritten if the wording is changed to neutral. Raises
    `LinkEndedError`, `NotPossibleError`, `RateLimitedError`.
    """
    clinic = ClinicDetails.current()
    with transaction.atomic():
        appointment_request = _locked_taking_words(link)
        changed = {k: v for k, v in preferences.items() if getattr(appointment_request, k) != v}
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
    return "; ".join(label for column, label in CORRECTED.items() if column in changed)


def _note_to_known_address(
    appointment_request: AppointmentRequest, clinic: ClinicDetails
) -> list[OutgoingEmail]:
    """Return the notice to the present address; empty if no mail has reached it."""
    if not client_mails.has_delivered_mail(appointment_request):
        return []
    return [compose.details_changed(appointment_request, clinic)]


def _replace_link(
    appointment_request: AppointmentRequest, clinic: ClinicDetails
) -> tuple[ClientLink, list[OutgoingEmail]]:
    """Delete all links and cancel mails. Return a new link, and the mail with it."""
    appointment_request.links.all().delete()
    client_mails.cancel_unsent(appointment_request)
    first_answers.update_leaves_at(appointment_request)
    appointment_request.save(update_fields=["answer_leaves_at"])
    link, token = ClientLink.make(appointment_request)
    if not mail_limits.allow_receipt(appointment_request):
        return link, []
    if not appointment_request.is_open:  # a receipt would say that the request is open
        return link, [compose.new_links([(appointment_request, token)], clinic)]
    return link, [compose.receipt(appointment_request, token, clinic)]


def add_word(link: ClientLink, text: str, *, key: uuid.UUID) -> AddedWord:
    """Store a text for reception, sealed. The same form sent twice stores it once.

    `key` comes with the form. If it was used with another text, or for another request, the
    text is stored under a new key. Raises `LinkEndedError`, `NotPossibleError`, `RateLimitedError`.
    """
    clinic = ClinicDetails.current()
    with transaction.atomic():
        appointment_request = _locked(link)
        if AddedWord.objects.filter(pk=key).exists():
            if stored := _find_stored_word(appointment_request, text):
                return stored
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
        outbox.put(compose.staff_notices(appointment_request, clinic, notice_kind="added"))
        _check_rate_limit("word", appointment_request, ADDED_WORDS_PER_DAY)
    return word


def _find_stored_word(appointment_request: AppointmentRequest, text: str) -> AddedWord | None:
    added = appointment_request.added_words.all()
    return next((word for word in added if _has_text(word, text)), None)


def _has_text(word: AddedWord, text: str) -> bool:
    try:
        return word.read() == text
    except sealed.UnreadableError:
        return False


def withdraw(link: ClientLink, *, and_erase: bool) -> bool:
    """Withdraw the request. With `and_erase` it is deleted with all related rows.

    While a safety outcome is missing, the request stays at the desk and is erased once the
    outcome is recorded, because somebody else may be using the link. Return False if erasing
    waits. Raises `LinkEndedError`, and `NotPossibleError` if it ended in another way.
    """
    clinic = ClinicDetails.current()
    with transaction.atomic():
        appointment_request = _locked(link)
        must_wait = and_erase and appointment_request.awaits_outcome
        requested_before = appointment_request.erase_wanted_at is not None
        mails = _withdraw_if_open(appointment_request, clinic)
        if and_erase and not (must_wait and requested_before):
            mails = compose.staff_notices(
                appointment_request, clinic, notice_kind="erase_wanted" if must_wait else "erased"
            )
        if must_wait:
            _request_erasure(appointment_request)
        elif and_erase:
            for mail in mails:
                mail.about = ""  # otherwise `erase` deletes it
            erase(AppointmentRequest.objects.filter(pk=appointment_request.pk))
        outbox.put(mails)
    return not must_wait


def _withdraw_if_open(
    appointment_request: AppointmentRequest, clinic: ClinicDetails
) -> list[OutgoingEmail]:
    """Withdraw the request. Return the notices to staff; none if it was withdrawn before."""
    if appointment_request.state == State.WITHDRAWN:
        return []
    apply_transition(appointment_request, transitions.BY_EVENT["take_back"])
    client_mails.cancel_unsent(appointment_request)
    first_answers.update_leaves_at(appointment_request)
    appointment_request.save(update_fields=["answer_leaves_at"])
    return compose.staff_notices(appointment_request, clinic, notice_kind="withdrawn")


def _request_erasure(appointment_request: AppointmentRequest) -> None:
    if appointment_request.erase_wanted_at is None:
        appointment_request.erase_wanted_at = timezone.now()
        save_new_version(appointment_request)
        record_event(appointment_request, EventKind.ERASE_WANTED)


def was_just_corrected(reference: str) -> bool:
    """Whether a correction within `REPEAT_WINDOW` may have ended the links of this request."""
    since = timezone.now() - REPEAT_WINDOW
    return RequestEvent.objects.filter(
        appointment_request__reference=reference, kind=EventKind.CORRECTED, at__gte=since
    ).exists()


def is_erased(reference: str) -> bool:
    """Whether the request with this reference, which did exist, has been erased."""
    return not AppointmentRequest.objects.filter(reference=reference).exists()
