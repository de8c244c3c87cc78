"""What reception can do with a request now: the next act first, the others in groups."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from booking import transitions
from booking.actions import move
from booking.desk import actions as desk_actions
from booking.desk.forms.acts import (
    ActForm,
    AskedForm,
    AssignForm,
    BookForm,
    DeclineForm,
    DuplicateForm,
    FollowUpForm,
    SpamForm,
    ToldForm,
)
from booking.models import AppointmentRequest, State


@dataclass(frozen=True)
class Kind:
    """One act: a step of the table, or something beside it (`do`)."""

    group: str
    form: type[ActForm] = ActForm
    label: str = ""
    hint: str = ""
    possible: Callable[[AppointmentRequest], bool] = lambda appointment_request: False
    do: Callable[..., AppointmentRequest] | None = None


ANSWER, LATER, END = "Decide", "Hand over or set aside", "Close without an answer"


def _assign(
    appointment_request: AppointmentRequest, form: ActForm, **seen: Any
) -> AppointmentRequest:
    return desk_actions.assign(appointment_request, form.cleaned_data["to"], **seen)


def _hold(
    appointment_request: AppointmentRequest, form: ActForm, **seen: Any
) -> AppointmentRequest:
    return desk_actions.hold(appointment_request, **seen)


def _release(
    appointment_request: AppointmentRequest, form: ActForm, **seen: Any
) -> AppointmentRequest:
    return desk_actions.release(appointment_request, **seen)


def _follow_up(
    appointment_request: AppointmentRequest, form: ActForm, **seen: Any
) -> AppointmentRequest:
    return desk_actions.follow_up(appointment_request, form.cleaned_data["on"], **seen)


def _settle(
    appointment_request: AppointmentRequest, form: ActForm, **seen: Any
) -> AppointmentRequest:
    return desk_actions.settle(appointment_request, **seen)


#: Every act by the name in its address. Steps have label, sources and permission in the table.
KINDS = {
    "take": Kind(ANSWER),
    "reopen": Kind(ANSWER),
    "resume": Kind(ANSWER, hint="They have answered, or you look at it anew."),
    "await_client": Kind(ANSWER, AskedForm, hint="You have asked them something by phone."),
    "book": Kind(ANSWER, BookForm, hint="The client gets a confirmation."),
    "waitlist": Kind(ANSWER, ToldForm, hint="The client gets a note of it."),
    "decline": Kind(ANSWER, DeclineForm, hint="The client gets your words."),
    "assign": Kind(LATER, AssignForm, "Hand it over", do=_assign, possible=lambda a: a.is_open),
    "hold": Kind(LATER, ActForm, "Put on hold", "Its clock stands still until you go on.",
                 lambda a: a.is_open and not a.on_hold_since, _hold),
    "release": Kind(LATER, ActForm, "Go on with it", "",
                    lambda a: a.on_hold_since is not None, _release),
    "follow-up": Kind(LATER, FollowUpForm, "Keep this day", "It comes up at the desk then.",
                      lambda a: a.is_open, _follow_up),
    "settle": Kind(LATER, ActForm, "Dealt with", "The lost mail is seen to.",
                   lambda a: a.mail_problem_at is not None, _settle),
    "withdraw": Kind(END, hint="They told you so."),
    "lapse": Kind(END, hint="You have tried often enough."),
    "mark_duplicate": Kind(END, DuplicateForm, hint="The same person asked twice."),
    "mark_spam": Kind(END, SpamForm),
}  # fmt: skip
#: What naturally comes next, the first that is possible.
NEXT = {
    State.NEW: ("take",),
    State.WAITING_FOR_CLIENT: ("resume",),
    **dict.fromkeys(
        (State.BOOKED, State.DECLINED, State.WITHDRAWN, State.LAPSED, State.DUPLICATE, State.SPAM),
        ("reopen",),
    ),
}


@dataclass(frozen=True)
class Act:
    """One act as the screen shows it."""

    name: str
    label: str
    hint: str
    group: str
    form: ActForm

    @property
    def asks(self) -> bool:
        return bool(self.form.fields)


def label_of(name: str) -> str:
    return KINDS[name].label or transitions.BY_EVENT[name].label


def possible(appointment_request: AppointmentRequest, user: Any) -> list[str]:
    """Names of the acts that `user` can do now, in the order of `KINDS`."""
    steps = {
        t.event
        for t in transitions.possible(appointment_request.state)
        if user.has_perm(t.permission)
    }
    return [
        name for name, kind in KINDS.items() if name in steps or kind.possible(appointment_request)
    ]


def form_of(name: str, appointment_request: AppointmentRequest, data: Any = None) -> ActForm:
    return KINDS[name].form(data, appointment_request=appointment_request, act=name)


def do(
    name: str, appointment_request: AppointmentRequest, form: ActForm, *, by: Any, seen_version: int
) -> AppointmentRequest:
    """Do it with a valid form; raises what `move` and `desk_actions` raise."""
    kind = KINDS[name]
    if kind.do:
        return kind.do(appointment_request, form, by=by, seen_version=seen_version)
    return move(appointment_request, name, by=by, seen_version=seen_version, details=form.details())


def offered(
    appointment_request: AppointmentRequest, user: Any, sent: dict[str, ActForm]
) -> tuple[list[Act], dict[str, list[Act]]]:
    """The next acts as plain buttons, and all others by group; `sent` forms have errors."""
    names = possible(appointment_request, user)
    following = [name for name in NEXT.get(State(appointment_request.state), ()) if name in names]
    acts = [
        Act(name, label_of(name), KINDS[name].hint, KINDS[name].group,
            sent.get(name) or form_of(name, appointment_request))
        for name in names
    ]  # fmt: skip
    groups: dict[str, list[Act]] = {}
    for act in acts:
        if act.name not in following:
            groups.setdefault(act.group, []).append(act)
    return [act for act in acts if act.name in following], groups
