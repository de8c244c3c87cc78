"""`{% desk_counts as desk %}`: what waits for reception, for who may answer it."""

from typing import Any

from django import template

from booking import transitions
from booking.models import AppointmentRequest, State

register = template.Library()


@register.simple_tag(takes_context=True)
def desk_counts(context: dict[str, Any]) -> dict[str, int] | None:
    """Counts of open requests, or None for who may not triage."""
    if not context["request"].user.has_perm(transitions.TRIAGE):
        return None
    requests = AppointmentRequest.objects
    return {
        "new": requests.awaiting_triage().count(),
        "in_review": requests.filter(state=State.IN_REVIEW).count(),
        "waiting": requests.filter(state=State.WAITING_FOR_CLIENT).count(),
        "safety": requests.open().flagged_unsafe().count(),
    }
