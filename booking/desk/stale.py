"""Two people at once: what one wanted beside what the other has done."""

from typing import Any, NamedTuple

from django.db.models import Q

from booking.desk.timeline import label_of
from booking.models import AppointmentRequest, RequestEvent

Kind = RequestEvent.Kind
#: Events that leave the version of a request as it was.
SILENT = (Kind.OPENED, Kind.NOTED, Kind.LINK_SENT, Kind.OVERDUE, Kind.MAIL_PROBLEM)
#: The same for steps of safety: nothing that is done about a danger refuses anything else.
SILENT_STEPS = ("no_answer", "handed_over", "acknowledged", "asked_next", "exception")
NOT_KEPT = ("csrfmiddlewaretoken", "version")
MOST_CHANGES = 20


class Wanted(NamedTuple):
    label: str
    still_possible: bool


def context_of(
    found: AppointmentRequest, wanted: Wanted, form: Any, version: int, address: str
) -> dict[str, Any]:
    """`form` is what was sent; nothing of it is lost."""
    typed = [(field.label, _shown(field)) for field in form.visible_fields() if field.data]
    kept = [(name, value) for name, value in form.data.items() if name not in NOT_KEPT]
    return {
        "wanted": wanted,
        "typed": typed,
        "kept": kept,
        "address": address,
        "changes": changes_since(found, version),
    }


def changes_since(found: AppointmentRequest, version: int) -> list[dict[str, Any]]:
    """What others have done to the request, oldest first: each change is one version."""
    number = min(max(found.version - version, 0), MOST_CHANGES)
    silent = Q(kind__in=SILENT) | Q(kind=Kind.SAFETY, transition__in=SILENT_STEPS)
    events = found.events.exclude(silent).select_related("actor")
    return [
        {"event": event, "label": label_of(event)}
        for event in reversed(events.order_by("-at", "-pk")[:number])
    ]


def _shown(field: Any) -> str:
    """What was chosen in words, what was typed as it is."""
    choices = dict(getattr(field.field, "choices", ()))
    known = {str(key): str(label) for key, label in choices.items()}
    return known.get(str(field.data), str(field.data))
