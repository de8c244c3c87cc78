"""One form, one request: each form is made with a signed key that can be used once."""

import uuid
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from booking.models.choices import Kind
from clinic import links

#: Contract: who waits three seconds always gets through. The rest is grace for clocks.
MIN_AGE = timedelta(seconds=2)


class KeyedForm(forms.Form):
    """Carries its own key, and says when it was made."""

    kind: Kind

    form_key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_key"].initial = self._new_key

    @property
    def _purpose(self) -> str:
        return f"booking.form.{self.kind}"

    def _new_key(self) -> str:
        return links.make_token(self._purpose, str(uuid.uuid4()))

    def renew_key(self) -> None:
        """Shown again, this form makes a request of its own."""
        self.data["form_key"] = self._new_key()  # type: ignore[index]

    def clean_form_key(self) -> uuid.UUID:
        """The key this form was made with. A form may be as old as it likes."""
        token = self.cleaned_data["form_key"]
        value = links.read_token(self._purpose, token)
        if value is None:
            self.renew_key()
            raise ValidationError(
                "This page had gone stale. Nothing you wrote is lost: please send it again."
            )
        return uuid.UUID(value)

    def refuse_if_too_fast(self) -> None:
        """Machines send a form as soon as they have it."""
        key = self["form_key"].value()
        if not self.errors and links.is_younger(self._purpose, key, MIN_AGE):
            self.renew_key()
            self.add_error(
                None,
                "That was very quick. Nothing you wrote is lost: please check it and send it "
                "again.",
            )
