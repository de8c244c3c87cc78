"""The actions that the screen of a request offers to reception."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from booking import transitions
from booking.actions import move
from booking.desk import actions as desk_actions
from booking.desk.forms.actions import (
    ActionForm,
    AssignForm,
    BookForm,
    DeclineForm,
    DuplicateForm,
    FollowUpForm,
    NotifyForm,
    QuestionForm,
    SpamForm,
)
from booking.models import AppointmentRequest, State


@dataclass(frozen=True)
class RequestAction:
    """An action on a request: a transition, or the function `perform`."""

    group: str
    form: type[ActionForm] = ActionForm
    label: str = ""
    hint: str = ""
    is_possible: Callable[[AppointmentRequest], bool] = lambda appointment_request: False
    perform: Callable[..., AppointmentRequest] | None = None


DECIDE, LATER, CLOSE = "Decide", "Hand over or set aside", "Close without an answer"


def _assign(
    appointment_request: AppointmentRequest, form: ActionForm, **seen: Any
) -> AppointmentRequest:
    return desk_actions.assign(appointment_request, form.cleaned_data["to"], **seen)


def _put_on_hold(
    appointment_request: AppointmentRequest, form: ActionForm, **seen: Any
) -> AppointmentRequest:
    return desk_actions.put_on_hold(appointment_request, **seen)


def _take_off_hold(
    appointment_request: AppointmentRequest, form: ActionForm, **seen: Any
) -> AppointmentRequest:
    return desk_actions.take_off_hold(appointment_request, **seen)


def _set_follow_up(
    appointment_request: AppointmentRequest, form: ActionForm, **seen: Any
) -> AppointmentRequest:
    return desk_actions.set_follow_up(appointment_request, form.cleaned_data["on"], **seen)


def _resolve_mail_problem(
    appointment_request: AppointmentRequest, form: ActionForm, **seen: Any
) -> AppointmentRequest:
    return desk_actions.resolve_mail_problem(appointment_request, **seen)


#: Each action by its name in the URL. Label, sources and permission of transitions are in
#: `booking.transitions`.
ACTIONS = {
    "take": RequestAction(DECIDE),
    "reopen": RequestAction(DECIDE),
    "resume": RequestAction(DECIDE, hint="They have answered, or you look at it anew."),
    "await_client": RequestAction(
        DECIDE, QuestionForm, hint="You have asked them something by phone."
    ),
    "book": RequestAction(DECIDE, BookForm, hint="The client gets a confirmation."),
    "waitlist": RequestAction(DECIDE, NotifyForm, hint="The client gets a note of it."),
    "decline": RequestAction(DECIDE, DeclineForm, hint="The client gets your words."),
    "assign": RequestAction(
        LATER,
        AssignForm,
        "Hand it over",
        is_possible=lambda r: r.is_open,
        perform=_assign,
    ),
    "hold": RequestAction(
        LATER,
        label="Put on hold",
        hint="Its clock stands still until you go on.",
        is_possible=lambda r: r.is_open and not r.on_hold_since,
        perform=_put_on_hold,
    ),
    "release": RequestAction(
        LATER,
        label="Go on with it",
        is_possible=lambda r: r.on_hold_since is not None,
        perform=_take_off_hold,
    ),
    "follow-up": RequestAction(
        LATER,
        FollowUpForm,
        "Keep this day",
        "It comes up at the desk then.",
        is_possible=lambda r: r.is_open,
        perform=_set_follow_up,
    ),
    "settle": RequestAction(
        LATER,
        label="Dealt with",
        hint="The lost mail is seen to.",
        is_possible=lambda r: r.mail_problem_at is not None,
        perform=_resolve_mail_problem,
    ),
    "withdraw": RequestAction(CLOSE, hint="They told you so."),
    "lapse": RequestAction(CLOSE, hint="You have tried often enough."),
    "mark_duplicate": RequestAction(CLOSE, DuplicateForm, hint="The same person asked twice."),
    "mark_spam": RequestAction(CLOSE, SpamForm),
}
#: The usual next actions in a state, shown as plain buttons.
NEXT_ACTIONS = {
    State.NEW: ("take",),
    State.WAITING_FOR_CLIENT: ("resume",),
    **dict.fromkeys(
        (State.BOOKED, State.DECLINED, State.WITHDRAWN, State.LAPSED, State.DUPLICATE, State.SPAM),
        ("reopen",),
    ),
}


@dataclass(frozen=True)
class OfferedAction:
    """An action as the screen shows it."""

    name: str
    label: str
    hint: str
    group: str
    form: ActionForm

    @property
    def has_fields(self) -> bool:
        return bool(self.form.fields)


def label_of(name: str) -> str:
    return ACTIONS[name].label or transitions.BY_EVENT[name].label


def possible_actions(appointment_request: AppointmentRequest, user: Any) -> list[str]:
    """Return the names of the actions that `user` can do now, in the order of `ACTIONS`."""
    events = {
        t.event
        for t in transitions.staff_transitions(appointment_request.state)
        if user.has_perm(t.permission)
    }
    return [
        name
        for name, action in ACTIONS.items()
        if name in events or action.is_possible(appointment_request)
    ]


def form_for(name: str, appointment_request: AppointmentRequest, data: Any = None) -> ActionForm:
    return ACTIONS[name].form(data, appointment_request=appointment_request, action=name)


def perform(
    name: str,
    appointment_request: AppointmentRequest,
    form: ActionForm,
    *,
    by: Any,
    seen_version: int,
) -> AppointmentRequest:
    """Perform an action with a valid form. Raises what `move` and `desk_actions` raise."""
    action = ACTIONS[name]
    if action.perform:
        return action.perform(appointment_request, form, by=by, seen_version=seen_version)
    return move(appointment_request, name, by=by, seen_version=seen_version, details=form.details())


def offered_actions(
    appointment_request: AppointmentRequest, user: Any, sent: dict[str, ActionForm]
) -> tuple[list[OfferedAction], dict[str, list[OfferedAction]]]:
    """Return the next actions, and all others by group. `sent` are forms with errors, by name."""
    names = possible_actions(appointment_request, user)
    following = [
        name for name in NEXT_ACTIONS.get(State(appointment_request.state), ()) if name in names
    ]
    actions = [
        OfferedAction(name, label_of(name), ACTIONS[name].hint, ACTIONS[name].group,
            sent.get(name) or form_for(name, appointment_request))
        for name in names
    ]  # fmt: skip
    groups: dict[str, list[OfferedAction]] = {}
    for action in actions:
        if action.name not in following:
            groups.setdefault(action.group, []).append(action)
    return [action for action in actions if action.name in following], groups
