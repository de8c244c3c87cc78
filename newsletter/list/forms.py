"""The forms for an address: sign-up, correction and the request for a link."""

import re
from typing import Any
from urllib.parse import quote

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.core.exceptions import ValidationError

from clinic.form_fields.addresses import INVALID as BAD_ADDRESS
from clinic.form_fields.addresses import AddressField
from newsletter import addresses
from newsletter.models import ConsentWording

CHANGED_FORM = "The form was changed on its way. Please send it again."
_SOURCE = re.compile(r"([a-z][a-z-]{0,19})(?: (/[!-~]{0,199}))?")


def source_of(placement: str, path: str) -> str:
    """Return the value of the hidden field: the form's placement and page."""
    return f"{placement} {quote(path)[:200]}"


class AddressForm(forms.Form):
    """One email address."""

    email = AddressField(
        label="Email address",
        international=True,
        widget=forms.EmailInput(
            attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}
        ),
        error_messages=dict.fromkeys(("required", "invalid", "max_length"), BAD_ADDRESS)
        | {"required": "Enter your email address."},
    )
    layout: tuple[Any, ...] = ("email",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.form_show_errors = True
        self.helper.layout = Layout(*self.layout)

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        try:
            addresses.validate(email)
            addresses.normalise(email)
        except ValidationError:
            raise ValidationError(BAD_ADDRESS, code="invalid") from None
        return email


class ConsentForm(AddressForm):
    """An address with the version of the consent wording that the form showed."""

    wording = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def clean_wording(self) -> ConsentWording:
        """Return the wording of the version shown; an unknown version is invalid."""
        consent_wording = ConsentWording.objects.filter(
            version=self.cleaned_data["wording"]
        ).first()
        if consent_wording is None:
            raise ValidationError("The words beside this form have changed. Read them, then send.")
        return consent_wording


class CorrectForm(ConsentForm):
    """The form for a new address on "Your subscription"."""

    layout = ("email", "wording")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "Your new email address"


class SignUpForm(ConsentForm):
    """The sign-up form. Its ids contain the placement, as one page may show the form twice."""

    website = forms.CharField(
        label="Leave this empty",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    source = forms.CharField(max_length=250, required=False, widget=forms.HiddenInput)
    language = forms.RegexField(
        r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}\Z",
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid": CHANGED_FORM},
    )

    layout = (
        "email",
        Field("website", wrapper_class="newsletter-trap"),
        "source",
        "language",
        "wording",
    )

    def __init__(self, *args: Any, placement: str = "page", **kwargs: Any) -> None:
        kwargs["auto_id"] = f"newsletter-{placement}-%s"
        super().__init__(*args, **kwargs)

    def clean_source(self) -> tuple[str, str]:
        """Return (placement, page path), empty if the field is."""
        source = self.cleaned_data["source"]
        if not source:
            return "", ""
        match = _SOURCE.fullmatch(source)
        if match is None:
            raise ValidationError(CHANGED_FORM)
        return match[1], match[2] or ""

    @property
    def is_honeypot_filled(self) -> bool:
        """A machine filled the field that people don't see."""
        return bool(self.data.get("website"))
