"""The forms of the actions in `booking.desk.action_menu`."""

import datetime
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils import timezone

from booking import placeholders, references, replies, transitions
from booking.intake.forms.fields import TickField
from booking.models import Appointment, AppointmentRequest, Clinician
from booking.models.choices import Format
from booking.transitions import Details
from clinic.crisis import placeholders as crisis_numbers
from clinic.form_fields.dates import TypedDateField, TypedTimeField
from clinic.models import ClinicDetails

MAX_TEXT_LENGTH = 5000
MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


class ActionForm(forms.Form):
    """A form without fields. `details()` returns the data of a transition."""

    use_required_attribute = False

    def __init__(
        self,
        data: Any = None,
        *,
        appointment_request: AppointmentRequest,
        action: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, auto_id=f"id_{action}_%s", **kwargs)
        self.appointment_request = appointment_request

    def details(self) -> Details:
        """Return what the transition takes from the form; only for a valid form."""
        return Details(text=self.cleaned_data.get("text", ""))


def message_field(label: str, hint: str, *, missing: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=bool(missing),
        max_length=MAX_TEXT_LENGTH,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": missing},
    )


class MessageForm(ActionForm):
    """A text to the client, with placeholders."""

    text = message_field("Anything to add for the client?", "It stands in their mail and page.")

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        placeholders.check(text)
        return replies.fill_placeholders(text, self.appointment_request, ClinicDetails.current())


class QuestionForm(ActionForm):
    """What the client was asked outside this site. It counts as an answer."""

    text = message_field(
        "What did you ask them, and how?",
        "For example: by phone, whether Tuesday mornings suit. Only staff read this.",
        missing="Write what you asked them, and how.",
    )

    def details(self) -> Details:
        return Details(note=self.cleaned_data["text"])


class NotifyForm(MessageForm):
    """A text to the client, and the confirmation that one without mail was notified."""

    told = TickField(
        label="I have told them, by phone or by text message",
        error_messages={"required": "They allow no mail. Tell them first, then tick the box."},
    )

    def __init__(self, *args: Any, appointment_request: AppointmentRequest, **kwargs: Any) -> None:
        super().__init__(*args, appointment_request=appointment_request, **kwargs)
        if appointment_request.may_write:
            del self.fields["told"]

    def details(self) -> Details:
        note = "Told by phone or by text message." if "told" in self.cleaned_data else ""
        return Details(text=self.cleaned_data["text"], note=note)


class BookForm(MessageForm):
    """The agreed appointment."""

    day = TypedDateField(
        label="Day",
        widget=forms.DateInput({"type": "date"}),
        error_messages={"required": "Choose the day."},
    )
    time = TypedTimeField(
        label="Time",
        widget=forms.TimeInput({"type": "time"}),
        error_messages={"required": "Choose the time."},
    )
    clinician = forms.ModelChoiceField(
        Clinician.objects.none(), required=False, empty_label="Not decided yet"
    )
    format = forms.ChoiceField(
        label="Meeting", choices=[c for c in Format.choices if c[0] != Format.ANY]
    )
    field_order = ("day", "time", "clinician", "format", "text")

    def __init__(self, *args: Any, appointment_request: AppointmentRequest, **kwargs: Any) -> None:
        initial: dict[str, Any] = {"clinician": appointment_request.clinician_id}
        if appointment_request.format != Format.ANY:
            initial["format"] = appointment_request.format
        super().__init__(*args, appointment_request=appointment_request, initial=initial, **kwargs)
        self.fields["clinician"].queryset = Clinician.objects.active()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("day") and cleaned.get("time"):
            starts_at = datetime.datetime.combine(cleaned["day"], cleaned["time"])
            cleaned["starts_at"] = timezone.make_aware(starts_at)
            if cleaned["starts_at"] < timezone.now():
                self.add_error("day", "This time has passed. Check the day.")
        return cleaned

    def details(self) -> Details:
        cleaned = self.cleaned_data
        columns = {name: cleaned[name] for name in ("starts_at", "clinician", "format")}
        return Details(text=cleaned["text"], appointment=Appointment(**columns))


class DeclineForm(NotifyForm):
    """A refusal, which must say where else the client can turn."""

    text = message_field(
        "Where else can they turn to?",
        "The client reads these words. Be kind, and name real places.",
        missing="Say where else they can turn to.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        elsewhere = crisis_numbers.fill(ClinicDetails.current().elsewhere)
        super().__init__(*args, initial={"text": elsewhere}, **kwargs)


class DuplicateForm(ActionForm):
    """The reference of the request that is kept open."""

    reference = forms.CharField(
        label="Reference of the request that goes on",
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Enter the reference of the other request."},
    )

    def clean_reference(self) -> AppointmentRequest:
        reference = references.normalise(self.cleaned_data["reference"])
        other = AppointmentRequest.objects.filter(reference=reference).first()
        if not reference or other is None:
            raise ValidationError("There is no request with this reference.")
        return other

    def details(self) -> Details:
        return Details(duplicate_of=self.cleaned_data["reference"])


class SpamForm(ActionForm):
    """A confirmation, because an odd request may come from a real person."""

    sure = TickField(
        label="I have read it: nobody real asks for help here",
        error_messages={"required": "Read it first, then tick the box."},
    )


class AssignForm(ActionForm):
    """A user who may triage, or nobody."""

    to = forms.ModelChoiceField(
        get_user_model().objects.none(), label="Who looks after it?", required=False,
        empty_label="Nobody",
    )  # fmt: skip

    def __init__(self, *args: Any, appointment_request: AppointmentRequest, **kwargs: Any) -> None:
        super().__init__(
            *args,
            appointment_request=appointment_request,
            initial={"to": appointment_request.assigned_to_id},
            **kwargs,
        )
        colleagues = get_user_model().objects.with_perm(transitions.TRIAGE, backend=MODEL_BACKEND)
        self.fields["to"].queryset = colleagues.order_by("username")  # type: ignore[attr-defined]


class FollowUpForm(ActionForm):
    """The follow-up date."""

    on = TypedDateField(
        label="Look again on",
        required=False,
        help_text="Empty: no longer.",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, appointment_request: AppointmentRequest, **kwargs: Any) -> None:
        super().__init__(
            *args,
            appointment_request=appointment_request,
            initial={"on": appointment_request.follow_up_on},
            **kwargs,
        )

    def clean_on(self) -> datetime.date | None:
        on: datetime.date | None = self.cleaned_data["on"]
        if on and on <= timezone.localdate():
            raise ValidationError("Choose a day after today.")
        return on
