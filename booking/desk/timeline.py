"""The history of a request: events, mails with their delivery status, and who read it."""

from typing import Any

from django.db.models import Count, Max

from booking import transitions
from booking.mails import compose as compose
from booking.models import AppointmentRequest, RequestEvent
from clinic.models import AccessLog, OutgoingEmail

#: Limits, so that the page of an old request stays fast.
MAX_EVENTS, MAX_READERS = 200, 50
MAIL_NAMES = {
    "booking/receipt": "Receipt to the client",
    "booking/links": "New link to the client",
    "booking/changed": "News of corrected details to the earlier address",
    "booking/confirmed": "Confirmation to the client",
    "booking/declined": "Our refusal to the client",
    "booking/waitlisted": "News of the waiting list to the client",
    "booking/reply": "Our reply to the client",
    "booking/notice": "Notice to staff",
    "booking/handover": "Note to whoever was asked to look after it",
}
#: Labels before the name of the actor. The text of a step is shown with the step.
SAFETY_LABELS = {
    "flagged": "Marked as perhaps not safe by",
    "no_answer": "Tried, no answer: logged by",
    "spoke": "Spoken with by",
    "handed_over": "Handed over by name by",
    "acknowledged": "“I have it” said by",
    "asked_next": "Next person asked by",
    "exception": "A contact rule set aside by",
    "outcome": "Safety outcome recorded by",
}


def mails_about(appointment_request: AppointmentRequest) -> list[OutgoingEmail]:
    return list(
        OutgoingEmail.objects.filter(about=appointment_request.about)
        .defer("text", "html")
        .order_by("-created_at")[:MAX_EVENTS]
    )


def is_lost(mail: OutgoingEmail, appointment_request: AppointmentRequest) -> bool:
    """Whether the mail counts as lost by `booking.mails.client_mails.lost_mail_exists`."""
    lost = mail.state == OutgoingEmail.State.FAILED or mail.problem in (
        OutgoingEmail.Problem.BOUNCED,
        OutgoingEmail.Problem.REFUSED,
    )
    return lost and mail.kind in compose.CLIENT_KINDS and mail.to == appointment_request.email


def events_of(appointment_request: AppointmentRequest) -> list[RequestEvent]:
    """Return the last events, oldest first."""
    events = appointment_request.events.select_related("actor")
    return list(events.order_by("-at", "-pk")[:MAX_EVENTS])[::-1]


def timeline_of(events: list[RequestEvent], mails: list[OutgoingEmail]) -> list[dict[str, Any]]:
    """Return events and mails, oldest first, without events about reading."""
    shown = [event for event in events if event.kind != RequestEvent.Kind.OPENED]
    rows: list[dict[str, Any]] = [{"at": e.at, "event": e, "label": label_of(e)} for e in shown]
    rows += [
        {"at": m.created_at, "mail": m, "label": MAIL_NAMES.get(m.kind, m.kind)} for m in mails
    ]
    return sorted(rows, key=lambda row: row["at"])


def label_of(event: RequestEvent) -> str:
    """Return the label of an event before the name of the actor, such as "Taken by"."""
    if event.kind == RequestEvent.Kind.RECEIVED:
        return "Written down by" if event.actor_id else "Sent by"
    if event.kind == RequestEvent.Kind.SAFETY:
        return SAFETY_LABELS.get(event.transition, "Safety step by")
    if event.kind == RequestEvent.Kind.ERASE_WANTED:
        return "Erasing, which waits for the safety outcome, asked for by"
    transition = transitions.BY_EVENT.get(event.transition)
    return f"{transition.done if transition else event.get_kind_display()} by"


def readers_of(
    appointment_request: AppointmentRequest, events: list[RequestEvent]
) -> list[dict[str, Any]]:
    """Return who opened, read, found or exported it, and why, the latest first."""
    entries = AccessLog.objects.filter(about=appointment_request.about)
    entries = entries.exclude(act=AccessLog.Act.CHANGED)  # shown in the timeline
    rows = entries.order_by().values("actor__username", "act", "reason")
    seen = rows.annotate(times=Count("pk"), last_at=Max("at")).order_by("-last_at")[:MAX_READERS]
    labels = dict(AccessLog.Act.choices)
    logged = [row | {"who": row["actor__username"], "act": labels[row["act"]]} for row in seen]
    return [*logged, *_opened_before(events)]


def _opened_before(events: list[RequestEvent]) -> list[dict[str, Any]]:
    """Return the readers from OPENED events, from before there was an access log."""
    opened: dict[str, dict[str, Any]] = {}
    for event in events:
        if event.kind == RequestEvent.Kind.OPENED:
            row = opened.setdefault(event.who, {"who": event.who, "act": "Read", "times": 0})
            row |= {"times": row["times"] + 1, "last_at": event.at}
    return list(opened.values())
