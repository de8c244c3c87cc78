"""The base class of the three request forms."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from booking.intake import consent
from booking.intake.forms.availability import AvailabilityForm
from booking.intake.forms.fields import (
    DateField,
    MailWordsField,
    TickField,
    WordField,
    clean_input,
    email,
    radios,
    select,
    text,
)
from booking.intake.forms.keyed import KeyedForm
from booking.intake.forms.layout import whole_page
from booking.intake.forms.options import FormOptions
from booking.models import AppointmentRequest, Clinician, IntakeAnswers, SafetyLevel
from booking.models.choices import Day, Format, ForWhom, Part, Preference, Safe
from booking.models.choices import Kind as RequestKind
from booking.phones import normalise_phone

MAX_TEXT_LENGTH = 5000
#: The column that permits each way to answer.
PERMISSION_COLUMNS = {
    Preference.EMAIL: "may_write",
    Preference.PHONE: "may_call",
    Preference.SMS: "may_text",
}
SAFETY_LEVELS = {
    Safe.YES: SafetyLevel.SAFE,
    Safe.UNSURE: SafetyLevel.NOT_SURE,
    Safe.NO: SafetyLevel.NOT_SAFE,
}
HIDDEN_FIELDS = ("form_key", "homepage")
#: Asked of clients who may not be safe, and stored only for them.
NOT_SAFE_FIELDS = ("where_now", "emergency_contact")


def wish_day() -> forms.ChoiceField:
    return select("Day", Day.choices, empty="Choose a day")


def wish_part() -> forms.ChoiceField:
    return select("Time of day", Part.choices, empty="Choose a time")


class RequestForm(KeyedForm, AvailabilityForm):
    """A request form. Subclasses add the questions of one kind of request."""

    kind: RequestKind
    title: str
    lead: str
    use_required_attribute = False

    safe_now = radios(
        "Are you safe right now?",
        Safe,
        missing="Choose yes, no, or I am not sure.",
        hint="If you ask for someone else: are they safe? You can send this form "
        "whatever you answer.",
    )
    where_now = text(
        "Where are you now?",
        limit=300,
        hint="An address, or the nearest corner. If you ask for someone else: where are they?",
        autocomplete="off",
    )
    emergency_contact = text(
        "Whom may we call if we are worried about you?",
        limit=300,
        hint="Their name and phone number. If you ask for someone else: whom may we call about "
        "them?",
        autocomplete="off",
    )
    name = text("Your full name", limit=120, missing="Enter your full name.", autocomplete="name")
    preferred_name = text(
        "What should we call you?",
        limit=120,
        hint="If it is not the name above.",
        autocomplete="nickname",
    )
    email = email(
        "Email address",
        missing="Enter your email address.",
        hint="We send a short note that your message has arrived, with a link to your own "
        "page. It says nothing of what you wrote. Use an address that only you read.",
    )
    phone = text(
        "Phone number",
        limit=40,
        hint="Needed only if we should call or text you. Any format is fine.",
        autocomplete="tel",
        inputmode="tel",
    )
    contact_preference = radios(
        "How should we answer?", Preference, missing="Choose how we should answer."
    )
    voicemail_ok = TickField(
        label="You may leave a voice message",
        required=False,
        help_text="Leave this empty if someone else might hear it.",
    )
    may_write = TickField(label="You may write an email", required=False)
    may_call = TickField(label="You may call", required=False)
    may_text = TickField(label="You may send a text message", required=False)
    avoid_times = text(
        "When should we not call?",
        limit=200,
        hint="For example: before 9, on Fridays, when the children are home.",
        autocomplete="off",
    )
    plain_mails = MailWordsField()
    recognition_word = WordField()
    for_whom = radios(
        "Who is the appointment for?", ForWhom, missing="Choose who the appointment is for."
    )
    client_name = text("Their full name", limit=120, autocomplete="off")
    client_date_of_birth = DateField(
        label="Their date of birth",
        help_text="For example 27 3 2014.",
        required=False,
        past=True,
        out_of_range="Enter their date of birth. It must be in the past.",
    )
    relationship = text(
        "Who are you to them?",
        limit=120,
        hint="For example: mother, partner, carer, case worker.",
        autocomplete="off",
    )
    format = radios("How would you like to meet?", Format, missing="Choose how to meet.")
    clinician = select("Is there someone you would like to see?", empty="No preference")
    message = text(
        "Is there anything else we should know?",
        limit=MAX_TEXT_LENGTH,
        rows=4,
        hint="For example: times to avoid, access needs, an interpreter. Up to 5,000 characters.",
    )
    privacy_consent = TickField(
        label=consent.PRIVACY_WORDING,
        error_messages={"required": "Tick the box, so that we may keep and answer your request."},
    )
    homepage = forms.CharField(widget=forms.TextInput, required=False, max_length=500)

    wish_1_day, wish_1_part = wish_day(), wish_part()
    wish_2_day, wish_2_part = wish_day(), wish_part()
    wish_3_day, wish_3_part = wish_day(), wish_part()

    #: The questions of this kind of request only.
    extra_sections: tuple[Any, ...] = ()
    about_you: tuple[str, ...] = ()

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        options: FormOptions,
        initial: dict[str, str] | None = None,
    ) -> None:
        self.input_errors: dict[str, str] = {}
        if data is not None:
            data, self.input_errors = clean_input(data, self._input_names())
        super().__init__(data, initial=initial)
        self.options = options
        self._offer("clinician", options.clinicians)
        self._offer("therapy", options.therapies)
        self._offer("assessment", options.assessments)
        self.helper = FormHelper()
        self.helper.form_class = "request-form"
        self.helper.errors_above = True  # the page template shows them
        self.helper.attrs = {"data-request-form": ""}
        self.helper.layout = whole_page(
            about_you=self.about_you, extra_sections=self.extra_sections
        )
        self.fields["client_name"].conditional = True  # type: ignore[attr-defined]
        # The error summary lists fields in the order of the page.
        self.order_fields([pointer.name for pointer in self.helper.layout.get_field_names()])

    @classmethod
    def _input_names(cls) -> list[str]:
        names = []
        for name, field in cls.base_fields.items():
            parts = getattr(field.widget, "widgets_names", [""])
            names += [f"{name}{part}" for part in parts]
        return names

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields.get(name)
        if isinstance(field, forms.ChoiceField):
            empty: Any = field.choices
            field.choices = [*list(empty)[:1], *choices]

    # --- Answers that depend on each other ------------------------------------------

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for input_name, message in self.input_errors.items():
            self._add_first_error(self._field_of(input_name), message)
        self._clean_safety(cleaned)
        self._clean_phone(cleaned)
        self._clean_client(cleaned)
        self._clean_wishes(cleaned)
        for name in HIDDEN_FIELDS:
            # Errors of fields that are not visible are shown for the whole form.
            for error in self.errors.pop(name, []):
                self.add_error(None, error)
        self.refuse_if_closed(cleaned)
        self.refuse_if_too_fast()
        return cleaned

    def _field_of(self, input_name: str) -> str:
        """Return the field of an input; a date has three inputs."""
        return input_name if input_name in self.fields else input_name.rpartition("_")[0]

    def _add_first_error(self, name: str, message: str) -> None:
        if name not in self.errors:
            self.add_error(name, message)

    def _clean_safety(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("safe_now") not in (Safe.UNSURE, Safe.NO):
            # They are not stored (see `answers`), so their errors do not matter.
            for name in NOT_SAFE_FIELDS:
                self.errors.pop(name, None)

    def _clean_phone(self, cleaned: dict[str, Any]) -> None:
        cleaned["phone_normalised"] = ""
        if cleaned.get("phone"):
            try:
                cleaned["phone_normalised"] = normalise_phone(cleaned["phone"])
            except ValidationError as error:
                self.add_error("phone", error)
        elif cleaned.get("contact_preference") in (Preference.PHONE, Preference.SMS):
            self._add_first_error("phone", "Enter a phone number, or choose email instead.")
        elif cleaned.get("may_call") or cleaned.get("may_text"):
            self._add_first_error("phone", "Enter the phone number we may call or text.")

    def _clean_client(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("for_whom") == ForWhom.SELF:
            # Not needed, so not stored.
            cleaned.update(client_name="", client_date_of_birth=None, relationship="")
        elif cleaned.get("for_whom") and not cleaned.get("client_name"):
            # Only the name is required: a friend may not know the date of birth.
            self._add_first_error(
                "client_name", "Enter the full name of the person the appointment is for."
            )

    def _clean_wishes(self, cleaned: dict[str, Any]) -> None:
        """Complete a wish with only a day or only a time of day by "any"."""
        for n in ("1", "2", "3"):
            day, part = cleaned.get(f"wish_{n}_day"), cleaned.get(f"wish_{n}_part")
            if day or part:
                cleaned[f"wish_{n}_day"] = day or Day.ANY
                cleaned[f"wish_{n}_part"] = part or Part.ANY

    @property
    def is_urgent(self) -> bool:
        """Whether the client has answered that they may not be safe."""
        return self["safe_now"].value() in (Safe.UNSURE, Safe.NO)

    # --- For `booking.intake.submission` --------------------------------------------

    def columns(self) -> dict[str, Any]:
        """Return the columns of the request; only for a valid form."""
        cleaned = self.cleaned_data
        known = {f.name for f in AppointmentRequest._meta.concrete_fields}
        columns = {name: value for name, value in cleaned.items() if name in known}
        columns["kind"] = self.kind
        columns["door"] = self.request_availability()
        columns["clinician"] = self._chosen_clinician(cleaned["clinician"])
        # The chosen way to answer is permitted, whether or not its box is ticked.
        columns[PERMISSION_COLUMNS[cleaned["contact_preference"]]] = True
        columns["neutral_wording"] = not cleaned["plain_mails"]
        columns["safety_level"] = SAFETY_LEVELS[Safe(cleaned["safe_now"])]
        columns["safety_flag"] = columns["safety_level"] != SafetyLevel.SAFE
        # Only a hint, because password managers fill invisible fields too.
        columns["looks_automatic"] = bool(cleaned["homepage"])
        for name in ("therapy", "assessment"):
            if cleaned.get(name):
                titles = dict(self.fields[name].choices)  # type: ignore[attr-defined]
                columns[f"{name}_slug"] = cleaned[name]
                columns[f"{name}_title"] = titles[cleaned[name]]
        return columns

    def _chosen_clinician(self, slug: str) -> Clinician | None:
        return Clinician.objects.active().filter(slug=slug).first() if slug else None

    def answers(self) -> dict[str, str]:
        """Return the answers to store sealed; only for a valid form."""
        return {
            name: self.cleaned_data[name]
            for name in IntakeAnswers.SEALED_COLUMNS
            if name in self.cleaned_data and (name not in NOT_SAFE_FIELDS or self.is_urgent)
        }
