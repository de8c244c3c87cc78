"""Edit conflicts: what the user attempted beside what others have changed meanwhile."""

from typing import Any, NamedTuple

from django.db.models import Q

from booking.desk.timeline import label_of
from booking.models import AppointmentRequest, RequestEvent

EventKind = RequestEvent.Kind
#: Events that do not change the version of a request.
VERSIONLESS_EVENTS = (
    EventKind.OPENED,
    EventKind.NOTED,
    EventKind.LINK_SENT,
    EventKind.OVERDUE,
    EventKind.MAIL_PROBLEM,
)
#: Safety steps that do not change the version, so that they refuse no other action.
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
    """Return the context of the conflict page. `form` is shown so that nothing typed is lost."""
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
    """Return the events since `version`, oldest first; each change is one version."""
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
    """Return the label of a choice, or the typed text."""
    choices = dict(getattr(field.field, "choices", ()))
    known = {str(key): str(label) for key, label in choices.items()}
    return known.get(str(field.data), str(field.data))
