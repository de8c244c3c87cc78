"""Forms of safety steps. The key of each form prevents that it is stored twice."""

import uuid
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils import timezone

from booking.desk.forms.actions import MAX_TEXT_LENGTH, MODEL_BACKEND
from booking.models import AppointmentRequest, Outcome, SafetyLevel, SafetyStep
from booking.safety.actions import OUTCOME, possible_outcomes
from clinic import duty
from clinic.form_fields.typed import isolated
from clinic.models import ClinicDetails

#: Outcomes that need no text.
TEXT_OPTIONAL = (Outcome.NOBODY, Outcome.REVIEWED)


def name_of(person: Any) -> str:
    """Return the full name of a user, or the username."""
    return isolated(str(person.get_full_name() or person.get_username()))


def _text_field(label: str, hint: str = "", *, missing: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=bool(missing),
        max_length=MAX_TEXT_LENGTH,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": missing},
    )


class SafetyForm(forms.Form):
    """A form with only a key."""

    use_required_attribute = False
    action = "safety_have"

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, appointment_request: AppointmentRequest) -> None:
        super().__init__(data, auto_id=f"id_{self.action}_%s", initial={"key": uuid.uuid4()})
        self.appointment_request = appointment_request


class TryForm(SafetyForm):
    """A try to reach the client. The pressed button (`came`) says with what result."""

    action = "safety_try"

    came = forms.ChoiceField(
        choices=[(kind, "") for kind in (SafetyStep.Kind.NO_ANSWER, SafetyStep.Kind.SPOKE)],
        widget=forms.HiddenInput,
    )
    text = _text_field(
        "How did you try, and what came of it?", "Sealed; only staff who act read it."
    )

    @property
    def reached(self) -> bool:
        return bool(self.cleaned_data["came"] == SafetyStep.Kind.SPOKE)


class HandOverForm(SafetyForm):
    """A handover to a user who may record an outcome; those on duty come first."""

    action = "safety_hand_over"

    to = forms.ModelChoiceField(
        get_user_model().objects.none(),
        label="Hand over to",
        empty_label="Choose a person",
        error_messages={"required": "Choose who looks after it.",
                        "invalid_choice": "Choose one of these people."},
    )  # fmt: skip
    text = _text_field(
        "What must they know?", "Sealed. Their note says only that there is something."
    )

    def __init__(
        self,
        *args: Any,
        today: duty.Duty | None = None,
        people: list[tuple[int, str]] | None = None,
        **kwargs: Any,
    ) -> None:
        """`people` are the `handover_choices` of `today`, if several forms share them."""
        super().__init__(*args, **kwargs)
        today = today or duty.on(timezone.localdate())
        to: Any = self.fields["to"]
        to.queryset = _colleagues()
        if people is None:
            people = handover_choices(
                today, is_open=ClinicDetails.current().times.is_open(timezone.now())
            )
        to.choices = [("", to.empty_label), *people]
        first = today.first or today.second
        self.initial["to"] = first.person_id if first else None  # type: ignore[attr-defined]


def _colleagues() -> Any:
    """Return the users who may record an outcome."""
    users: Any = get_user_model().objects
    return users.with_perm(OUTCOME, backend=MODEL_BACKEND)


def handover_choices(today: duty.Duty, *, is_open: bool = True) -> list[tuple[int, str]]:
    """Return the choices: first on duty, second, then all others by name.

    While closed, nobody is labelled as on duty.
    """
    suffixes: dict[int, str] = {}
    labels = ("second", "on duty") if is_open else ("second on today’s roster", "on today’s roster")
    for turn, label in zip((today.second, today.first), labels, strict=True):
        if turn:
            suffixes[turn.person_id] = f", {label}, {turn.phone}"  # type: ignore[attr-defined]
    order = list(suffixes)[::-1]
    users = sorted(_colleagues(), key=name_of)
    users.sort(key=lambda person: order.index(person.pk) if person.pk in order else len(order))
    return [(person.pk, name_of(person) + suffixes.get(person.pk, "")) for person in users]


class OutcomeForm(SafetyForm):
    """A clinician or the lead records the outcome."""

    action = "safety_outcome"

    outcome = forms.ChoiceField(
        label="How did it end?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it ended."},
    )
    text = _text_field(
        "What was agreed or done?",
        "With whom, and what happens next. Sealed.",
        missing="Write down what was agreed or done.",
    )

    def __init__(self, *args: Any, appointment_request: AppointmentRequest, **kwargs: Any) -> None:
        super().__init__(*args, appointment_request=appointment_request, **kwargs)
        choices: Any = self.fields["outcome"]
        choices.choices = [(o.value, o.label) for o in possible_outcomes(appointment_request)]
        if self.data.get("outcome") in TEXT_OPTIONAL:
            self.fields["text"].required = False


class RuleForm(SafetyForm):
    """An exception from a contact rule."""

    action = "safety_rule"

    text = _text_field(
        "Which rule, and why?",
        "To lessen a serious threat to life, health or safety. Your name stands under it.",
        missing="Write down why.",
    )


class FlagForm(SafetyForm):
    """Flag a client who may not be safe, as staff heard or saw."""

    action = "safety_flag"

    level = forms.TypedChoiceField(
        label="How safe are they, as far as you know?",
        coerce=int,
        choices=[
            (level.value, level.label) for level in (SafetyLevel.NOT_SAFE, SafetyLevel.NOT_SURE)
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the two."},
    )
    text = _text_field(
        "What did they say, or what did you see?", "Sealed; only staff who act read it."
    )
