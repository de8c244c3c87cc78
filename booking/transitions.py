"""The state machine of requests: the table of all transitions.

Reception's buttons, the client's link and the worker all use it; nothing else sets a state.
`docs/transitions.md` is generated from it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from booking.models.appointment import Appointment
from booking.models.choices import State
from booking.models.request import AppointmentRequest

TRIAGE = "booking.triage_appointmentrequest"
REOPEN = "booking.reopen_appointmentrequest"
CLIENT = ""  # no permission allows it, only the client's link


@dataclass(frozen=True)
class Details:
    """The data that a transition needs besides its event."""

    text: str = ""  # to the client
    note: str = ""  # how the client was notified outside the site, and of what
    by_mail: bool = False  # a reply by mail goes with it
    in_bulk: bool = False  # part of a bulk action
    appointment: Appointment | None = None  # unsaved
    duplicate_of: AppointmentRequest | None = None


NO_DETAILS = Details()
Guard = Callable[[AppointmentRequest, Details], str]
Effect = Callable[[AppointmentRequest, Details, Any], None]


def _no_guard(appointment_request: AppointmentRequest, details: Details) -> str:
    return ""


def _require_appointment(appointment_request: AppointmentRequest, details: Details) -> str:
    return "" if details.appointment else "Say which time you agreed on."


def _require_notified(appointment_request: AppointmentRequest, details: Details) -> str:
    """Require that a client who allows no mail has been notified in another way."""
    if appointment_request.may_write or details.note.strip():
        return ""
    return "They allow no mail. Tell them in the way they allow, then tick the box."


def _require_referral(appointment_request: AppointmentRequest, details: Details) -> str:
    missing = "" if details.text.strip() else "Say where else they can turn to."
    return missing or _require_notified(appointment_request, details)


def _require_question(appointment_request: AppointmentRequest, details: Details) -> str:
    return "" if details.by_mail or details.note.strip() else "Say what you asked them, and how."


def _require_other_request(appointment_request: AppointmentRequest, details: Details) -> str:
    other = details.duplicate_of
    if other is None or other.pk == appointment_request.pk:
        return "Say which other request this one repeats."
    return "That one is a duplicate itself." if other.state == State.DUPLICATE else ""


def _no_effect(appointment_request: AppointmentRequest, details: Details, by: Any) -> None:
    pass


def _assign(appointment_request: AppointmentRequest, details: Details, by: Any) -> None:
    appointment_request.assigned_to = appointment_request.assigned_to or by


def _save_appointment(appointment_request: AppointmentRequest, details: Details, by: Any) -> None:
    appointment: Any = details.appointment
    appointment.appointment_request = appointment_request
    appointment.agreed_by = by
    appointment.save(force_insert=True)


def _set_duplicate_of(appointment_request: AppointmentRequest, details: Details, by: Any) -> None:
    appointment_request.duplicate_of = details.duplicate_of


def _clear_duplicate_and_hold(
    appointment_request: AppointmentRequest, details: Details, by: Any
) -> None:
    appointment_request.duplicate_of = None
    appointment_request.on_hold_since = None


@dataclass(frozen=True)
class Transition:
    event: str
    label: str  # what the button says
    done: str  # what the timeline says: "<done> by reception"
    sources: tuple[State, ...]
    target: State
    permission: str = TRIAGE
    guard: Guard = _no_guard  # returns what is missing, or ""
    effect: Effect = _no_effect  # what changes with the state, in the same transaction
    message: str = ""  # the mail to the client: a folder of booking/emails/
    answers: bool = False  # whether it counts as the first answer


_in_progress = (State.IN_REVIEW, State.WAITING_FOR_CLIENT, State.WAITLISTED)
_ended = (
    State.BOOKED,
    State.DECLINED,
    State.WITHDRAWN,
    State.LAPSED,
    State.DUPLICATE,
    State.SPAM,
)

TABLE = (
    Transition("take", "Take this request", "Taken", (State.NEW,), State.IN_REVIEW,
               effect=_assign),
    Transition("await_client", "Waiting for the client", "Set to wait for the client",
               (State.IN_REVIEW,), State.WAITING_FOR_CLIENT, guard=_require_question,
               answers=True),
    Transition("resume", "Back to review", "Brought back to review",
               (State.WAITING_FOR_CLIENT, State.WAITLISTED), State.IN_REVIEW),
    Transition("hear_back", "They have written", "Answered", (State.WAITING_FOR_CLIENT,),
               State.IN_REVIEW, CLIENT),
    Transition("waitlist", "Put on the waiting list", "Put on the waiting list",
               (State.IN_REVIEW, State.WAITING_FOR_CLIENT), State.WAITLISTED,
               guard=_require_notified, message="waitlisted", answers=True),
    Transition("book", "Appointment agreed", "Appointment agreed", _in_progress,
               State.BOOKED, guard=_require_appointment, effect=_save_appointment,
               message="confirmed", answers=True),
    Transition("decline", "Decline", "Declined", _in_progress, State.DECLINED,
               guard=_require_referral, message="declined", answers=True),
    Transition("withdraw", "Client no longer wants it", "Withdrawn for the client",
               (State.NEW, *_in_progress), State.WITHDRAWN),
    Transition("take_back", "Withdraw my request", "Taken back",
               (State.NEW, *_in_progress, State.OFFERED), State.WITHDRAWN, CLIENT),
    Transition("lapse", "No answer from the client", "Closed without an answer",
               (State.WAITING_FOR_CLIENT, State.WAITLISTED), State.LAPSED),
    Transition("mark_duplicate", "Mark as duplicate", "Marked as duplicate",
               (State.NEW, State.IN_REVIEW), State.DUPLICATE, guard=_require_other_request,
               effect=_set_duplicate_of),
    Transition("mark_spam", "Mark as spam", "Marked as spam", (State.NEW, State.IN_REVIEW),
               State.SPAM),
    Transition("reopen", "Reopen", "Reopened", _ended, State.IN_REVIEW, REOPEN,
               effect=_clear_duplicate_and_hold),
)  # fmt: skip

#: OFFERED is not reachable yet: there are no offers by link.
REACHABLE_STATES = [State.NEW, *dict.fromkeys(t.target for t in TABLE)]

BY_EVENT = {transition.event: transition for transition in TABLE}


def staff_transitions(state: str) -> list[Transition]:
    """Return the transitions that staff may apply in this state."""
    return [t for t in TABLE if state in t.sources and t.permission != CLIENT]
