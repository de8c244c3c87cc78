"""Forms of answers to clients."""

import uuid
from contextlib import suppress
from typing import Any

from django import forms

from booking import placeholders, replies
from booking.intake.forms.fields import TickField
from booking.models import AppointmentRequest, Reply, ReplyTemplate, State
from clinic.models import ClinicDetails
from clinic.privacy.sealed import UnreadableError

MAX_TEXT_LENGTH = 5000
MISSING = "Write your answer first."


class ReplyForm(forms.Form):
    """An answer by mail. `template` inserts a text that reception uses often."""

    use_required_attribute = False

    template = forms.ModelChoiceField(
        ReplyTemplate.objects.filter(active=True),
        label="Words we use often",
        required=False,
        empty_label="None",
    )
    text = forms.CharField(
        label="Your answer",
        help_text="{name}, {reference}, {clinic} and {phone} stand for what they say.",
        max_length=MAX_TEXT_LENGTH,
        widget=forms.Textarea({"rows": 10}),
        error_messages={"required": MISSING},
    )
    ask_back = TickField(
        label="I have asked them something: wait for their answer",
        required=False,
        help_text="The clock stands still until they write.",
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, appointment_request: AppointmentRequest, **kwargs: Any
    ) -> None:
        super().__init__(data, initial={"key": uuid.uuid4()}, **kwargs)
        self.appointment_request = appointment_request
        if appointment_request.state != State.IN_REVIEW:
            del self.fields["ask_back"]

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        placeholders.check(text)
        return replies.fill_placeholders(text, self.appointment_request, ClinicDetails.current())

    def send_arguments(self) -> dict[str, Any]:
        """Return the arguments of `booking.replies.send`; only for a valid form."""
        names = ("text", "ask_back", "key")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}

    def with_template(self) -> "ReplyForm":
        """Return the form with the chosen template below the text already written."""
        self.is_valid()
        template = self.cleaned_data.get("template")
        chosen = template.text if template else ""
        template_text = replies.fill_placeholders(
            chosen, self.appointment_request, ClinicDetails.current()
        )
        return self._copy_with(
            "\n\n".join(filter(None, [self._typed("text").strip(), template_text]))
        )

    def without_errors(self) -> "ReplyForm":
        """Return an unbound form with the same text, to continue writing."""
        return self._copy_with(self._typed("text"))

    def as_hidden(self) -> "ReplyForm":
        """Return the form with hidden fields and the final text, for the preview."""
        form = self._copy_with(self.cleaned_data["text"])
        for field in form.fields.values():
            field.widget = forms.HiddenInput()
        return form

    def _copy_with(self, text: str) -> "ReplyForm":
        form = ReplyForm(appointment_request=self.appointment_request)
        form.initial["text"] = text[:MAX_TEXT_LENGTH]
        form.initial["ask_back"] = bool(self._typed("ask_back"))
        key = self.fields["key"].clean(self._typed("key")) if self._has_key() else uuid.uuid4()
        form.initial["key"] = key
        return form

    def _has_key(self) -> bool:
        self.is_valid()
        return "key" in self.cleaned_data

    def _typed(self, name: str) -> str:
        return str(self.data.get(name, ""))

    @classmethod
    def from_reply(cls, reply: Reply, *, appointment_request: AppointmentRequest) -> "ReplyForm":
        """Return a form with the text and the tick of an answer that was taken back."""
        form = cls(appointment_request=appointment_request)
        form.initial["ask_back"] = reply.ask_back
        with suppress(UnreadableError):  # then the field stays empty
            form.initial["text"] = reply.read()
        return form


class SpokenAnswerForm(forms.Form):
    """An answer given by phone or text message."""

    use_required_attribute = False

    text = forms.CharField(
        label="What did you tell them?",
        help_text="Only staff read this.",
        max_length=MAX_TEXT_LENGTH,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Write in a few words what you told them."},
    )
    key = forms.UUIDField(widget=forms.HiddenInput)
    prefix = "told"  # one HTML form contains both forms, so that no typed text is lost
