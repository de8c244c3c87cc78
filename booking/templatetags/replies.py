"""`{% said_to asked as said %}`: what we wrote to the person, as (moment, text)."""

from datetime import datetime
from typing import Any

from django import template

from booking import replies
from booking.models import AppointmentRequest
from clinic.privacy.sealed import UnreadableError

register = template.Library()
LOST = "We cannot show this answer any more. Please call us."


@register.simple_tag
def said_to(appointment_request: AppointmentRequest) -> list[tuple[datetime, str]]:
    """Oldest first; nothing that can still be taken back."""
    return [(reply.at, _read(reply)) for reply in replies.for_client(appointment_request)]


def _read(reply: Any) -> str:
    try:
        text: str = reply.read()
    except UnreadableError:
        text = LOST
    return text
