"""Two people at once: what one attempted beside what the other has done."""

from typing import Any, NamedTuple

from django.db.models import Q

from booking.desk.timeline import label_of
from booking.models import AppointmentRequest, RequestEvent

EventKind = RequestEvent.Kind
#: Events that leave the version of a request as it was.
VERSIONLESS_EVENTS = (
    EventKind.OPENED,
    EventKind.NOTED,
    EventKind.LINK_SENT,
    EventKind.OVERDUE,
    EventKind.MAIL_PROBLEM,
)
#: The same for steps of safety: nothing that is done about a danger refuses anything else.
VERSIONLESS_STEPS = ("no_answer", "handed_over", "acknowledged", "asked_next", "exception")
NOT_RESENT = ("csrfmiddlewaretoken", "version")
MAX_CHANGES = 20


class AttemptedAction(NamedTuple):
    label: str
    still_possible: bool


def conflict_context(
    appointment_request: AppointmentRequest,
    attempted: AttemptedAction,
    form: Any,
    version: int,
    address: str,
) -> dict[str, Any]:
    """`form` is what was sent; nothing of it is lost."""
    typed = [(field.label, _shown(field)) for field in form.visible_fields() if field.data]
    resent = [(name, value) for name, value in form.data.items() if name not in NOT_RESENT]
    return {
        "attempted": attempted,
        "typed": typed,
        "resent": resent,
        "address": address,
        "changes": changes_since(appointment_request, version),
    }


def changes_since(appointment_request: AppointmentRequest, version: int) -> list[dict[str, Any]]:
    """What others have done to the request, oldest first: each change is one version."""
    number = min(max(appointment_request.version - version, 0), MAX_CHANGES)
    silent = Q(kind__in=VERSIONLESS_EVENTS) | Q(
        kind=EventKind.SAFETY, transition__in=VERSIONLESS_STEPS
    )
    events = appointment_request.events.exclude(silent).select_related("actor")
    return [
        {"event": event, "label": label_of(event)}
        for event in reversed(events.order_by("-at", "-pk")[:number])
    ]


def _shown(field: Any) -> str:
    """What was chosen in words, what was typed as it is."""
    choices = dict(getattr(field.field, "choices", ()))
    known = {str(key): str(label) for key, label in choices.items()}
    return known.get(str(field.data), str(field.data))
