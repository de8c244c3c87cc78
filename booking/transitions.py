"""How a request may move: state, event, who. The one table; nothing else sets a state."""

from dataclasses import dataclass

from booking.models.request import State

TRIAGE = "booking.triage_appointmentrequest"
REOPEN = "booking.reopen_appointmentrequest"
CLIENT = ""  # no permission opens it: only the person's own link does


@dataclass(frozen=True)
class Transition:
    event: str
    label: str  # what the button says
    done: str  # what the timeline says: "<done> by reception"
    sources: tuple[State, ...]
    target: State
    permission: str = TRIAGE


_being_worked_on = (State.IN_REVIEW, State.WAITING_FOR_CLIENT, State.WAITLISTED)
_ended = (
    State.BOOKED,
    State.DECLINED,
    State.WITHDRAWN,
    State.LAPSED,
    State.DUPLICATE,
    State.SPAM,
)

TABLE = (
    Transition("take", "Take this request", "Taken", (State.NEW,), State.IN_REVIEW),
    Transition("await_client", "Waiting for the client", "Set to wait for the client",
               (State.IN_REVIEW,), State.WAITING_FOR_CLIENT),
    Transition("resume", "Back to review", "Brought back to review",
               (State.WAITING_FOR_CLIENT, State.WAITLISTED), State.IN_REVIEW),
    Transition("waitlist", "Put on the waiting list", "Put on the waiting list",
               (State.IN_REVIEW, State.WAITING_FOR_CLIENT), State.WAITLISTED),
    Transition("book", "Appointment agreed", "Appointment agreed", _being_worked_on,
               State.BOOKED),
    Transition("decline", "Decline", "Declined", _being_worked_on, State.DECLINED),
    Transition("withdraw", "Client no longer wants it", "Withdrawn for the client",
               (State.NEW, *_being_worked_on), State.WITHDRAWN),
    Transition("take_back", "Withdraw my request", "Taken back",
               (State.NEW, *_being_worked_on, State.OFFERED), State.WITHDRAWN, CLIENT),
    Transition("lapse", "No answer from the client", "Closed without an answer",
               (State.WAITING_FOR_CLIENT, State.WAITLISTED), State.LAPSED),
    Transition("mark_duplicate", "Mark as duplicate", "Marked as duplicate",
               (State.NEW, State.IN_REVIEW), State.DUPLICATE),
    Transition("mark_spam", "Mark as spam", "Marked as spam", (State.NEW, State.IN_REVIEW),
               State.SPAM),
    Transition("reopen", "Reopen", "Reopened", _ended, State.IN_REVIEW, REOPEN),
)  # fmt: skip

#: What a request can be in today; offers by link come later.
REACHABLE = [State.NEW, *dict.fromkeys(t.target for t in TABLE)]

BY_EVENT = {transition.event: transition for transition in TABLE}


def possible(state: str) -> list[Transition]:
    """What staff may do with a request in this state."""
    return [t for t in TABLE if state in t.sources and t.permission != CLIENT]
