"""The request forms for reception, which reads the questions out on the phone."""

from typing import Any

from crispy_forms.layout import Fieldset, Layout, Submit

from booking.intake import consent
from booking.intake.forms.kinds import FORMS
from booking.intake.forms.layout import Section, mail_preferences, wish_fields
from booking.models.choices import Preference
from clinic.models import Door


class PhoneForm:
    """A mixin for the forms by phone, without bot checks and never closed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = self.fields  # type: ignore[attr-defined]
        fields["privacy_consent"].label = consent.phone_consent().wording
        fields["privacy_consent"].error_messages["required"] = (
            "Read the sentence out. Tick the box once they have agreed."
        )
        fields["email"].required = False
        fields["email"].help_text = "Leave it empty if they have none, or want no mail."
        helper = self.helper  # type: ignore[attr-defined]
        helper.attrs = {"autocomplete": "off"}
        helper.layout = layout(about_you=self.about_you, extra_sections=self.extra_sections)  # type: ignore[attr-defined]
        helper.add_input(Submit("", "Keep this request", css_id="keep-request"))

    @property
    def availability(self) -> str:
        """A closed form is open by phone: reception decides."""
        return Door.WAITLIST if super().availability == Door.WAITLIST else Door.OPEN  # type: ignore[misc]

    def request_availability(self) -> str:
        availability: str = super().request_availability()  # type: ignore[misc]
        return Door.OPEN if availability == Door.CLOSED else availability

    def refuse_if_closed(self, cleaned: dict[str, Any]) -> None:
        pass

    def refuse_if_too_fast(self) -> None:
        pass

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()  # type: ignore[misc]
        needs_email = cleaned.get("contact_preference") == Preference.EMAIL or cleaned.get(
            "may_write"
        )
        if needs_email and not cleaned.get("email"):
            self._add_first_error("email", "Ask for the address, or choose another way to answer.")  # type: ignore[attr-defined]
        return cleaned


def layout(*, about_you: tuple[str, ...], extra_sections: tuple[Any, ...]) -> Layout:
    """Return the layout of the public form without the hints for the client."""
    return Layout(
        Section("Are they safe?", "safe_now", "where_now", "emergency_contact", css_id="safety",
                intro="If not, stay on the line and follow your crisis plan first. Ask the two "
                "questions after it only if they are not safe, or not sure."),
        Section("Who is calling", "name", "preferred_name", *about_you, "email", "phone",
                "contact_preference", css_id="about-you"),
        Section("What is safe for them",
                Fieldset("If that does not reach them", "may_write", "may_call", "may_text"),
                "voicemail_ok", "avoid_times", *mail_preferences(), css_id="safe-contact"),
        Section("Who it is for", "for_whom", "client_name", "client_date_of_birth",
                "relationship", css_id="for-whom"),
        *extra_sections,
        Section("When and how", wish_fields(1, "First choice of time"),
                wish_fields(2, "Second choice"), wish_fields(3, "Third choice"),
                "format", "clinician", css_id="times"),
        Section("Anything else", "message", css_id="anything-else"),
        Section("Read this out", "privacy_consent", "form_key", css_id="send"),
    )  # fmt: skip


#: The form for each kind of request.
PHONE_FORMS: dict[str, Any] = {
    kind: type(f"Phone{form.__name__}", (PhoneForm, form), {}) for kind, form in FORMS.items()
}
