"""Filters of the list of requests. Unknown values are ignored."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from booking import transitions
from booking.desk.queues import due_or_overdue, unresolved
from booking.models import AppointmentRequest
from booking.models.choices import OPEN_STATES, State
from booking.models.choices import Kind as RequestKind
from booking.models.desk import Source
from booking.models.request_query import Urgency

Options = dict[str, tuple[str, Callable[[HttpRequest], Q]]]


class KnownFilter(admin.SimpleListFilter):
    """A filter with `options`: label and condition by value. Other values are ignored."""

    template = "admin/booking/appointmentrequest/filter.html"
    options: Options = {}

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(value, label) for value, (label, _) in self.options.items()]

    def value(self) -> str | None:
        value = super().value()
        return value if value in {str(known) for known, _ in self.lookup_choices} else None

    @property
    def chosen(self) -> str:
        """Return the label of the chosen value, or ""."""
        return str(dict(self.lookup_choices).get(self.value() or "", ""))

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[AppointmentRequest]
    ) -> QuerySet[AppointmentRequest]:
        value = self.value()
        return queryset.filter(self.options[value][1](request)) if value else queryset


#: Filter values for which the list shows requests in every state, not only open ones.
ANY_STATE_VALUES, UNRESOLVED_VALUES = ("open", "review"), ("wrote", "mail")


class StateFilter(KnownFilter):
    """The state; open requests if none is chosen."""

    title = "state"
    parameter_name = "show"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("all", "All"), *((s.value, str(s.label)) for s in transitions.REACHABLE_STATES)]

    def choices(self, changelist: Any) -> Any:
        choices = iter(super().choices(changelist))
        yield next(choices) | {"display": "Open"}
        yield from choices

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[AppointmentRequest]
    ) -> QuerySet[AppointmentRequest]:
        if self.value() == "all":
            return queryset
        if self.value():
            queryset = queryset.filter(state=self.value())
            is_open = self.value() in OPEN_STATES
            return queryset.open() if is_open else queryset  # type: ignore[attr-defined, no-any-return]
        if (
            request.GET.get("safety") in ANY_STATE_VALUES
            or request.GET.get("look") in UNRESOLVED_VALUES
        ):
            return queryset
        return queryset.open()  # type: ignore[attr-defined, no-any-return]


class SafetyFilter(KnownFilter):
    title = "safety"
    parameter_name = "safety"
    options = {
        "flagged": ("Not safe or not sure", lambda request: Q(safety_flag=True)),
        "open": ("No outcome yet", lambda request: Q(
            safety_flag=True, safety_outcome_at__isnull=True, safety_legacy=False)),
        "review": ("Ended before outcomes were recorded", lambda request: Q(
            safety_legacy=True, safety_outcome_at__isnull=True)),
    }  # fmt: skip


class KindFilter(KnownFilter):
    title = "kind"
    parameter_name = "kind"
    options = {
        value: (str(label), lambda request, value=value: Q(kind=value))  # type: ignore[misc]
        for value, label in RequestKind.choices
    }


class AssigneeFilter(KnownFilter):
    title = "who has it"
    parameter_name = "whose"
    options = {
        "mine": ("I have it", lambda request: Q(assigned_to=request.user.pk)),
        "nobody": ("Nobody has it", lambda request: Q(assigned_to__isnull=True)),
    }


class ClockFilter(KnownFilter):
    """The answer clock of open requests without a first answer."""

    title = "promised answer"
    parameter_name = "clock"
    _running = Q(
        open_now=True,
        answered_at__isnull=True,
        clock_stopped_at__isnull=True,
        answer_due_at__isnull=False,
    )
    options = {
        "late": ("Late or due soon",
                 lambda request: Q(open_now=True) & due_or_overdue(timezone.now())),
        "running": ("All that run, soonest first", lambda request: ClockFilter._running),
        "stopped": ("Paused", lambda request: Q(
            open_now=True, answered_at__isnull=True, clock_stopped_at__isnull=False)),
    }  # fmt: skip


class FlagFilter(KnownFilter):
    """Flags of open requests, and of those without a safety outcome."""

    title = "flags"
    parameter_name = "look"
    options = {
        "wrote": ("Word added, unread", lambda request: unresolved("client_wrote_at")),
        "mail": ("A mail did not arrive", lambda request: unresolved("mail_problem_at")),
        "follow-up": ("Follow up, soonest first",
                      lambda request: Q(open_now=True, follow_up_on__isnull=False)),
        "hold": ("On hold", lambda request: Q(open_now=True, on_hold_since__isnull=False)),
    }  # fmt: skip


class SourceFilter(KnownFilter):
    title = "came by"
    parameter_name = "source"
    options = {
        # With `entered_by IS NULL` SQLite would choose an unsuitable index.
        "web": ("Website", lambda request: Q(source=Source.WEB)),
        "phone": ("Phone", lambda request: Q(entered_by__isnull=False)),
    }


FILTERS = [
    StateFilter, AssigneeFilter, FlagFilter, ClockFilter, SafetyFilter, KindFilter, SourceFilter,
]  # fmt: skip

#: The order of lists that are filtered by a date column.
_ORDER_COLUMNS = {
    ("look", "wrote"): "client_wrote_at",
    ("look", "mail"): "mail_problem_at",
    ("look", "follow-up"): "follow_up_on",
    ("look", "hold"): "on_hold_since",
    ("clock", "late"): "answer_due_at",
    ("clock", "running"): "answer_due_at",
}


def list_order(parameters: Any) -> list[Any]:
    """Return the order of the list with these filters; each is the order of an index."""
    for (parameter, value), column in _ORDER_COLUMNS.items():
        if parameters.get(parameter) == value:
            return [column]
    if parameters.get("safety") == "open":
        return [Urgency().desc(), "created_at"]
    show = parameters.get("show", "")
    if show == "all" or show in set(State) - set(OPEN_STATES):
        return ["-created_at"]
    return ["-safety_flag", "created_at"]
