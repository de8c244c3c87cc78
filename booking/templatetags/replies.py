"""`{% sent_replies appointment_request as replies %}`: the answers to a client."""

from datetime import datetime
from typing import Any

from django import template

from booking import replies
from booking.models import AppointmentRequest
from clinic.privacy.sealed import UnreadableError

register = template.Library()
UNREADABLE = "We cannot show this answer any more. Please call us."


@register.simple_tag
def sent_replies(appointment_request: AppointmentRequest) -> list[tuple[datetime, str]]:
    """Return (time, text) of each answer, oldest first, without those that can be taken back."""
    return [(reply.at, _read(reply)) for reply in replies.visible_to_client(appointment_request)]


def _read(reply: Any) -> str:
    try:
        text: str = reply.read()
    except UnreadableError:
        text = UNREADABLE
    return text
