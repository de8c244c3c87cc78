"""Form fields that accept input as people type it, with errors that say what to do."""

import datetime
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.http import QueryDict

from booking import recognition_word
from clinic.form_fields.addresses import AddressField
from clinic.form_fields.dates import no_such_day
from clinic.form_fields.typed import LineField, figures

MONTHS = {
    datetime.date(2000, n, 1).strftime("%b").lower(): n
    for n in range(1, 13)
}  # fmt: skip
INVALID_DATE = "Enter a day, a month and a year with four digits, for example 27 3 1990."
#: Ignored suffixes, as in 27., 27th and Nov.
_SUFFIX = re.compile(r"(?<=\d)(?:st|nd|rd|th)?[.,]*$|(?<=[a-z])[.,]+$", re.IGNORECASE)


def text(
    label: str, *, limit: int, missing: str = "", hint: str = "", rows: int = 0, **attrs: str
) -> forms.CharField:
    """Return a text field, with `rows` a textarea. It is required if `missing` is given."""
    field = (forms.CharField if rows else LineField)(
        label=label,
        help_text=hint,
        required=bool(missing),
        max_length=limit,
        widget=forms.Textarea({"rows": rows, **attrs}) if rows else forms.TextInput(attrs),
        error_messages={
            "required": missing,
            "max_length": "That is too long for us to keep. Use %(limit_value)d characters "
            "or fewer; yours has %(show_value)d.",
        },
    )
    # With maxlength, browsers cut pasted text without a message.
    field.widget.attrs.pop("maxlength", None)
    return field


def email(label: str, *, missing: str = "", hint: str = "") -> AddressField:
    """Return an email field. It is required if `missing` is given."""
    field = AddressField(
        label=label,
        help_text=hint,
        required=bool(missing),
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": missing,
            "invalid": "Enter an email address like name@example.org.",
            "max_length": "Enter an email address of 254 characters or fewer.",
        },
    )
    # With maxlength, browsers cut pasted text without a message.
    field.widget.attrs.pop("maxlength", None)
    return field


def radios(
    label: str, choices: type[TextChoices], *, missing: str, hint: str = ""
) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=choices.choices,
        widget=forms.RadioSelect,
        error_messages={"required": missing, "invalid_choice": "Choose one of these answers."},
    )


def select(
    label: str, choices: Any = (), *, empty: str, missing: str = "", hint: str = ""
) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        required=bool(missing),
        choices=[("", empty), *choices],
        error_messages={"required": missing, "invalid_choice": "Choose one from the list."},
    )


class TickWidget(forms.CheckboxInput):
    """Return the submitted value, so that an invalid one is refused instead of read as yes."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.get(name, "")


class TickField(forms.BooleanField):
    widget = TickWidget

    def to_python(self, value: Any) -> bool:
        if value in ("on", "true", "1", "yes", True):
            return True
        if value in ("", "false", "0", "no", False, None):
            return False
        raise ValidationError("Tick the box or leave it empty.", code="invalid")


class MailWordsField(forms.ChoiceField):
    """Whether mails may use plain wording. No choice means neutral wording."""

    widget = forms.RadioSelect
    #: Values of the checkbox in earlier versions of the form.
    EARLIER_VALUES = {"on": "yes", "true": "yes", "1": "yes", "false": "no", "0": "no"}

    def __init__(self) -> None:
        super().__init__(
            label="What may our emails say?",
            help_text="Others may see them, also on a locked phone. If you choose neither, we "
            "use neutral words.",
            required=False,
            choices=[
                ("no", "Neutral words: “We have your message”, from “Reception”"),
                ("yes", "Plain words: “We have your request for an appointment”, from us by name"),
            ],
            error_messages={"invalid_choice": "Choose one of these answers."},
        )

    def prepare_value(self, value: Any) -> Any:
        return self.EARLIER_VALUES.get(value, value)

    def clean(self, value: Any) -> bool:
        return bool(super().clean(self.EARLIER_VALUES.get(value, value)) == "yes")


class WordField(forms.CharField):
    """The recognition word (`booking.recognition_word`)."""

    def __init__(self) -> None:
        super().__init__(
            label="Recognition word",
            help_text="It stands in every email from us, in neutral ones in the subject, too "
            "(“Wattle: we have your message”), and we say it when we call: so you know that it "
            "is us. Say it when you call us. Take a word of your own, like a plant or a street, "
            "not your name.",
            required=False,
            widget=forms.TextInput({"autocomplete": "off"}),
        )

    def clean(self, value: Any) -> str:
        return recognition_word.clean(super().clean(value))


class DateWidget(forms.MultiWidget):
    """Day, month and year as three inputs, which suits dates of birth."""

    def __init__(self, autocomplete: str = "") -> None:
        def part(name: str) -> forms.TextInput:
            complete = {"autocomplete": f"{autocomplete}-{name}"} if autocomplete else {}
            return forms.TextInput({"inputmode": "numeric", **complete})

        super().__init__({name: part(name) for name in ("day", "month", "year")})

    def decompress(self, value: datetime.date | None) -> list[Any]:
        return [value.day, value.month, value.year] if value else [None, None, None]


class DateField(forms.Field):
    """A date from three inputs: since 1900 if `past`, otherwise in the next ten years."""

    def __init__(
        self, *, past: bool, out_of_range: str, autocomplete: str = "", **kwargs: Any
    ) -> None:
        super().__init__(widget=DateWidget(autocomplete), **kwargs)
        self.past = past
        self.out_of_range = out_of_range

    def to_python(self, value: Any) -> datetime.date | None:
        parts = [_SUFFIX.sub("", figures(str(part or "")).strip()) for part in value or []]
        if not any(parts):
            return None
        try:
            day, month, year = (self._number(part, n) for n, part in enumerate(parts))
        except ValueError as error:
            raise ValidationError(INVALID_DATE, code="invalid") from error
        try:
            date = datetime.date(year, month, day)
        except ValueError as error:
            why = no_such_day(day, month, year) or ""
            raise ValidationError(f"{why} {INVALID_DATE}".strip(), code="invalid") from error
        today = datetime.date.today()  # noqa: DTZ011  (a day more or less does no harm)
        first, last = (
            (datetime.date(1900, 1, 1), today)
            if self.past
            else (today, today + datetime.timedelta(days=3660))
        )
        if not first <= date <= last:
            raise ValidationError(self.out_of_range, code="range")
        return date

    def _number(self, part: str, position: int) -> int:
        if position == 1 and part[:3].lower() in MONTHS and part.isalpha():
            return MONTHS[part[:3].lower()]
        if not (part.isascii() and part.isdigit() and len(part) <= 4):
            raise ValueError(part[:4])
        if position == 2 and len(part) != 4:
            raise ValueError(part)
        return int(part)


def clean_input(data: QueryDict, names: list[str]) -> tuple[QueryDict, dict[str, str]]:
    """Return a copy of the submitted data for `names`, and an error message by name.

    Characters that databases or pages cannot hold are removed, and so are repeated values.
    """
    copy = QueryDict(mutable=True)
    errors: dict[str, str] = {}
    for name in names:
        values = data.getlist(name)
        if not values:
            continue
        value = values[-1].replace("\r\n", "\n").replace("\r", "\n")
        clean = value.replace("\0", "").encode(errors="replace").decode()
        if clean != value:
            errors[name] = "We took out a character that we could not read. Please check this."
        elif len(values) > 1:
            errors[name] = "This was answered twice. Please check that the right answer is here."
        copy[name] = clean
    return copy, errors
