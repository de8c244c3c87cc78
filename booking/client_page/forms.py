"""The forms of the client's page. They are not prefilled with personal data."""

import uuid
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from booking.intake.forms.base import MAX_TEXT_LENGTH, PERMISSION_COLUMNS
from booking.intake.forms.fields import (
    MailWordsField,
    TickField,
    WordField,
    clean_input,
    email,
    text,
)
from booking.intake.forms.layout import mail_preferences
from booking.models import ClientLink
from booking.models.choices import Preference
from booking.phones import normalise_phone
from clinic import links

#: Purpose of the signed reference in each form, as one browser may have several requests open.
#: It names the request and not the link, because a newer link to it is valid too.
ABOUT = "booking.about"
NUMBER_RULES = ("may_call", "may_text", "voicemail_ok")


def read_about_token(token: str) -> str:
    """Return the reference that a form was signed for, or ""."""
    return links.read_token(ABOUT, token) or ""


class ClientForm(forms.Form):
    """A form that is valid only for the request of its link."""

    action: str
    button: str
    use_required_attribute = False

    about = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: QueryDict | None = None, *, link: ClientLink) -> None:
        self.input_errors: dict[str, str] = {}
        if data is not None:
            data, self.input_errors = clean_input(data, list(self.base_fields))
        super().__init__(data, auto_id=f"id_{self.action}_%s")
        self.link = link
        self.fields["about"].initial = links.make_token(ABOUT, link.appointment_request.reference)
        self.helper = FormHelper()
        self.helper.form_class = "request-form"
        self.helper.errors_above = True  # the page template shows them
        self.helper.form_action = f"booking:yours-{self.action}"
        self.helper.layout = Layout(*self.fields)
        self.helper.add_input(Submit("", self.button, css_id=f"send-{self.action}"))

    def clean_about(self) -> str:
        about: str = self.cleaned_data["about"]
        if read_about_token(about) != self.link.appointment_request.reference:
            raise ValidationError("other")
        return about

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, message in self.input_errors.items():
            if name not in self.errors:
                self.add_error(name, message)
        if self.errors.pop("about", None):
            self.data["about"] = self.fields["about"].initial  # type: ignore[index]
            self.add_error(
                None,
                "Another of your requests was opened in this browser. This page is about "
                "the reference above. Check that it is the right one, then send again.",
            )
        return cleaned


class CorrectForm(ClientForm):
    """Correct the email address, the phone number, or both."""

    action, button = "correct", "Correct it"

    email = email("New email address", hint="Links that we sent to the old address stop working.")
    phone = text(
        "New phone number",
        limit=40,
        hint="Any format is fine.",
        autocomplete="tel",
        inputmode="tel",
    )
    # The permissions were given for the old number, so the new one needs its own.
    may_call = TickField(label="You may call this number", required=False)
    may_text = TickField(label="You may send it text messages", required=False)
    voicemail_ok = TickField(
        label="You may leave a voice message there",
        required=False,
        help_text="Leave this empty if someone else might hear it.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("phone"):
            try:
                cleaned["phone_normalised"] = normalise_phone(cleaned["phone"])
            except ValidationError as error:
                self.add_error("phone", error)
        elif any(cleaned.get(rule) for rule in NUMBER_RULES) and not self.errors:
            self.add_error("phone", "Enter the phone number we may call or text.")
        elif not cleaned.get("email") and not self.errors:
            self.add_error("email", "Enter the right email address, or a phone number below.")
        return cleaned

    def contact_columns(self) -> dict[str, Any]:
        """Return the columns to change; only for a valid form. Empty fields change nothing.

        A new number gets the permissions of this form; the preferred way stays permitted.
        """
        cleaned = self.cleaned_data
        names = ("email", "phone", "phone_normalised")
        columns = {name: cleaned[name] for name in names if cleaned.get(name)}
        if cleaned["phone"]:
            chosen = PERMISSION_COLUMNS[
                Preference(self.link.appointment_request.contact_preference)
            ]
            columns |= {rule: cleaned[rule] or rule == chosen for rule in NUMBER_RULES}
        return columns


class MailPreferencesForm(ClientForm):
    """Choose the wording of mails, and the recognition word. Present values are prefilled."""

    action, button = "mails", "Use this from now on"

    plain_mails = MailWordsField()
    recognition_word = WordField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        appointment_request = self.link.appointment_request
        self.fields["plain_mails"].initial = "no" if appointment_request.neutral_wording else "yes"
        self.fields["recognition_word"].initial = appointment_request.recognition_word
        self.helper.layout = Layout("about", *mail_preferences())

    def preference_columns(self) -> dict[str, Any]:
        """Return the columns to change; only for a valid form."""
        cleaned = self.cleaned_data
        return {
            "neutral_wording": not cleaned["plain_mails"],
            "recognition_word": cleaned["recognition_word"],
        }


class WordForm(ClientForm):
    """Add a text for reception."""

    action, button = "add", "Send it to reception"

    words = text(
        "What should we know?",
        limit=MAX_TEXT_LENGTH,
        rows=5,
        missing="Write what we should know.",
        hint="It is stored encrypted, and only the people who answer requests read it. "
        "Up to 5,000 characters.",
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid.uuid4
        # "Back" must not show the text to the next user of a shared phone.
        self.helper.attrs = {"autocomplete": "off"}

    def clean(self) -> dict[str, Any]:
        self.errors.pop("key", None)  # without a key only the check for repeats is lost
        cleaned = super().clean()
        cleaned["key"] = cleaned.get("key") or uuid.uuid4()
        return cleaned


class WithdrawForm(ClientForm):
    """Withdraw the request, and ask for erasure."""

    action, button = "withdraw", "Withdraw my request"

    erase = TickField(
        label="Also erase everything I wrote, now",
        required=False,
        help_text="We ask you once more before we do it.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.link.appointment_request.awaits_outcome:
            self.fields["erase"].label = "Also erase everything I wrote, later"
            self.fields["erase"].help_text = "The next page says when. Nothing happens before."


class EraseForm(ClientForm):
    """Withdraw the request if it is open, and erase it."""

    action, button = "erase", "Erase everything now"

    def __init__(self, data: QueryDict | None = None, *, link: ClientLink) -> None:
        appointment_request = link.appointment_request
        if appointment_request.awaits_outcome:
            self.button = (
                "Withdraw, and erase later"
                if appointment_request.is_open
                else "Erase everything later"
            )
        super().__init__(data, link=link)


class NewLinkForm(forms.Form):
    """Ask for a new link by mail."""

    use_required_attribute = False

    email = email(
        "Email address",
        missing="Enter your email address.",
        hint="The one you gave us in your request.",
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(None if data is None else clean_input(data, ["email"])[0])
        self.helper = FormHelper()
        self.helper.form_class = "request-form"
        self.helper.layout = Layout("email")
        self.helper.add_input(Submit("", "Send me a new link", css_id="send-new-link"))
