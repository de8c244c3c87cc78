"""Whether a form can be sent today: open, waiting list only, or closed.

A page may have been opened while the door was. When it is sent afterwards nothing is stored:
a place on a list that nobody keeps would be worse than a plain word and a way to turn to.
All that was typed stays in the page.
"""

from typing import Any

from django import forms

from booking.intake.forms.options import FormOptions
from booking.models import AppointmentRequest
from clinic.models import Door

STILL_ON_PAGE = (
    "We have not taken your request. What you wrote is still on this page, and nowhere else."
)


class AvailabilityForm(forms.Form):
    """An existing client's form: always open. The others say what their `availability` is."""

    options: FormOptions
    #: Why the form cannot be sent, as a sentence and as a heading.
    closed = ""

    @property
    def availability(self) -> str:
        return Door.OPEN

    @property
    def is_closed(self) -> bool:
        return self.availability == Door.CLOSED

    @property
    def is_waitlist(self) -> bool:
        return self.availability == Door.WAITLIST

    def request_availability(self) -> str:
        """What the form says to this person; only for a valid form."""
        return self.availability

    def refuse_if_closed(self, cleaned: dict[str, Any]) -> None:
        if self.is_closed and not self.is_stored(cleaned):
            self.add_error(None, f"{self.closed}. {STILL_ON_PAGE} {self.options.elsewhere}".strip())

    def is_stored(self, cleaned: dict[str, Any]) -> bool:
        """Sent twice, and closed in between: that gives the same receipt, no refusal."""
        key = cleaned.get("form_key")
        return key is not None and AppointmentRequest.objects.filter(form_key=key).exists()
