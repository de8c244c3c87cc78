"""`{% said_to asked as said %}`: what we wrote to the person, and the time agreed on."""

from typing import Any

from django import template

from booking import replies
from booking.emails import time_in_words
from booking.models import AppointmentRequest, State
from clinic.sealed import UnreadableError

register = template.Library()
LOST = "We cannot show this answer any more. Please call us."


@register.simple_tag
def said_to(asked: AppointmentRequest) -> dict[str, Any]:
    """`texts` as (moment, text), oldest first; `agreed` is the appointment of a booked one."""
    texts = [(reply.at, _read(reply)) for reply in replies.for_client(asked)]
    booked = asked.state == State.BOOKED
    agreed = asked.appointments.select_related("clinician").last() if booked else None
    at = time_in_words(agreed.starts_at) if agreed else ""
    return {"texts": texts, "agreed": agreed, "at": at}


def _read(reply: Any) -> str:
    try:
        text: str = reply.read()
    except UnreadableError:
        text = LOST
    return text
