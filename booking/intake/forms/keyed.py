"""Forms with a signed key that can be used for one request only."""

import uuid
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from booking.models.choices import Kind as RequestKind
from clinic import links

#: `docs/contract.md` guarantees that forms sent after three seconds are accepted.
MIN_AGE = timedelta(seconds=2)


class KeyedForm(forms.Form):
    """A form with a key of its own, which is signed with the time it was made."""

    kind: RequestKind

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
        """Give the form a new key, so that it stores a new request when it is sent again."""
        self.data["form_key"] = self._new_key()  # type: ignore[index]

    def clean_form_key(self) -> uuid.UUID:
        """Return the key. It does not expire."""
        token = self.cleaned_data["form_key"]
        value = links.read_token(self._purpose, token)
        if value is None:
            self.renew_key()
            raise ValidationError(
                "This page had gone stale. Nothing you wrote is lost: please send it again."
            )
        return uuid.UUID(value)

    def refuse_if_too_fast(self) -> None:
        """Refuse a form that is sent faster than a person could fill it in."""
        key = self["form_key"].value()
        if not self.errors and links.is_younger(self._purpose, key, MIN_AGE):
            self.renew_key()
            self.add_error(
                None,
                "That was very quick. Nothing you wrote is lost: please check it and send it "
                "again.",
            )
