"""How a request may move: state, event, who. The one table; nothing else sets a state."""

from dataclasses import dataclass

from booking.models.request import State

TRIAGE = "booking.triage_appointmentrequest"
REOPEN = "booking.reopen_appointmentrequest"


@dataclass(frozen=True)
class Transition:
    event: str
    label: str
    sources: tuple[State, ...]
    target: State
    permission: str = TRIAGE


_being_worked_on = (State.IN_REVIEW, State.WAITING_FOR_CLIENT, State.WAITLISTED)

TABLE = (
    Transition("take", "Take this request", (State.NEW,), State.IN_REVIEW),
    Transition("await_client", "Waiting for the client", (State.IN_REVIEW,),
               State.WAITING_FOR_CLIENT),
    Transition("resume", "Back to review", (State.WAITING_FOR_CLIENT, State.WAITLISTED),
               State.IN_REVIEW),
    Transition("waitlist", "Put on the waiting list",
               (State.IN_REVIEW, State.WAITING_FOR_CLIENT), State.WAITLISTED),
    Transition("book", "Appointment agreed", _being_worked_on, State.BOOKED),
    Transition("decline", "Decline", _being_worked_on, State.DECLINED),
    Transition("mark_duplicate", "Mark as duplicate", (State.NEW, State.IN_REVIEW),
               State.DUPLICATE),
    Transition("mark_spam", "Mark as spam", (State.NEW, State.IN_REVIEW), State.SPAM),
    Transition("reopen", "Reopen",
               (State.BOOKED, State.DECLINED, State.WITHDRAWN, State.LAPSED, State.DUPLICATE,
                State.SPAM),
               State.IN_REVIEW, REOPEN),
)  # fmt: skip

BY_EVENT = {transition.event: transition for transition in TABLE}


def possible(state: str) -> list[Transition]:
    """What may happen to a request in this state."""
    return [t for t in TABLE if state in t.sources]
