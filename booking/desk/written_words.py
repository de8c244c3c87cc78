"""The sealed texts of a client, which staff open with a reason."""

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format

from booking.models import AddedWord, AppointmentRequest, IntakeAnswers, Reply
from clinic.privacy.sealed import UnreadableError

UNREADABLE = "This text cannot be opened with the keys this site has. Tell the owner."
QUESTIONS = {
    "reason": "What would you like help with?",
    "purpose": "What is the assessment for?",
    "message": "Anything else we should know?",
}
#: Asked only of clients who may not be safe; shown without a reason until there is an outcome.
SAFETY_QUESTIONS = {
    "where_now": "Where are you now?",
    "emergency_contact": "Whom may we call if we are worried about you?",
}
#: Sealed columns that are not read until the texts are opened.
SEALED_FIELDS = [f"answers__{column}" for column in QUESTIONS]


class Why(models.TextChoices):
    TRIAGE = "triage", "Triage"
    CALLED = "called", "The person called"
    HANDING_OVER = "handing_over", "Handing over"
    OTHER = "other", "Other"


class OpenForm(forms.Form):
    """The reason for opening the texts."""

    why = forms.ChoiceField(label="Why do you open it?", choices=Why.choices, initial=Why.TRIAGE)
    other = forms.CharField(
        label="If other, say why",
        max_length=150,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def clean(self) -> dict[str, str]:
        cleaned: dict[str, str] = super().clean() or self.cleaned_data
        if cleaned.get("why") == Why.OTHER and not cleaned.get("other") and not self.errors:
            self.add_error("other", "Say in a few words why you open it.")
        return cleaned

    def reason(self) -> str:
        """Return the reason for the access log; only for a valid form."""
        why = Why(self.cleaned_data["why"])
        other = self.cleaned_data["other"]
        return f"{why.label}: {other}" if why == Why.OTHER else str(why.label)


def safe_now_of(appointment_request: AppointmentRequest) -> str:
    """Return the answer about safety, which is always shown."""
    try:
        return appointment_request.answers.read_safe_now()
    except UnreadableError:
        return UNREADABLE


def words_of(appointment_request: AppointmentRequest) -> list[tuple[str, str]]:
    """Return all texts of and to the client as (heading, text).

    Call it only after writing the access log.
    """
    answers = IntakeAnswers.objects.get(pk=appointment_request.pk)
    texts = []
    for column, question in (QUESTIONS | SAFETY_QUESTIONS).items():
        try:
            text = answers.read(column)
        except UnreadableError:
            text = UNREADABLE
        if text:
            texts.append((question, text))
    added = [(f"Added on {_day(w)}", _read(w)) for w in appointment_request.added_words.all()]
    replies = appointment_request.replies.filter(undone_at=None)
    answered = [(f"We answered on {_day(reply)}", _read(reply)) for reply in replies]
    return [*texts, *added, *answered]


def mark_read(appointment_request: AppointmentRequest) -> None:
    """Mark the texts added so far as read.

    A newer text stays unread, and so does one that cannot be decrypted.
    """
    if appointment_request.client_wrote_at is None:
        return
    newest = appointment_request.added_words.last()
    if newest and _read(newest) == UNREADABLE:
        return
    unread = AppointmentRequest.objects.filter(
        pk=appointment_request.pk, client_wrote_at=appointment_request.client_wrote_at
    )
    unread.update(client_wrote_at=None)
    appointment_request.client_wrote_at = None


def _read(sealed_text: AddedWord | Reply) -> str:
    try:
        return sealed_text.read()
    except UnreadableError:
        return UNREADABLE


def _day(sealed_text: AddedWord | Reply) -> str:
    return date_format(timezone.localtime(sealed_text.at), "j F, H:i")
