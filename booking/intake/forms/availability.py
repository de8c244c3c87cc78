"""Whether a form can be sent today: open, waiting list only, or closed.

A form that was opened before it closed is refused when it is sent: nothing is stored, the
client is told where else to turn, and all that was typed stays in the page.
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
    """A form that is always open, unless a subclass overrides `availability`."""

    options: FormOptions
    #: The reason, for a form that can be closed; used as a sentence and as a heading.
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
        """Return the availability for the choices of this client; only for a valid form."""
        return self.availability

    def refuse_if_closed(self, cleaned: dict[str, Any]) -> None:
        if self.is_closed and not self.is_stored(cleaned):
            self.add_error(None, f"{self.closed}. {STILL_ON_PAGE} {self.options.elsewhere}".strip())

    def is_stored(self, cleaned: dict[str, Any]) -> bool:
        """Whether the form was stored before. Sent again after closing, it is not refused."""
        key = cleaned.get("form_key")
        return key is not None and AppointmentRequest.objects.filter(form_key=key).exists()
