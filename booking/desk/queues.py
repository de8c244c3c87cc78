"""The queues of the desk: what reception should do next, and how much waits.

A queue reads the start of one index, and a count stops after `COUNT_LIMIT` rows, so that the
cost does not grow with the number of requests.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from booking import answer_clock, first_answers
from booking.models import AppointmentRequest, Handover, State
from booking.models.choices import OPEN_STATES
from clinic.models import ClinicDetails

NEXT_PER_QUEUE = 10
COUNT_LIMIT = 1000
LANE_LIMIT = 100

#: The columns that a row of a list needs; names are read for the initials.
COLUMNS = (
    "reference", "version", "kind", "state", "created_at", "name", "client_name", "door", "source",
    "for_whom", "safety_flag", "safety_level", "safety_outcome_at", "safety_legacy", "is_drill",
    "answer_leaves_at", "looks_automatic", "on_hold_since", "follow_up_on", "client_wrote_at",
    "mail_problem_at", "answer_due_at", "clock_stopped_at", "answered_at",
    "assigned_to__username",
)  # fmt: skip


@dataclass(frozen=True)
class Queue:
    """`why` is the reason shown to staff, `more` the query string of the whole list."""

    why: str
    more: str
    which: Callable[[datetime], Q]
    order: str


class QueueEntry(NamedTuple):
    appointment_request: AppointmentRequest
    queue: Queue


def due_or_overdue(now: datetime) -> Q:
    """Return the condition for first answers that are overdue or due soon."""
    soon = answer_clock.due_soon_limit(ClinicDetails.current(), now)
    running = Q(answered_at__isnull=True, clock_stopped_at__isnull=True)
    running &= Q(answer_due_at__isnull=False, answer_due_at__lte=soon)
    return running & ~first_answers.is_leaving(now)


WROTE = Queue("Client wrote", "?look=wrote",
              lambda now: Q(client_wrote_at__isnull=False), "client_wrote_at")  # fmt: skip
MAIL = Queue("Mail problem", "?look=mail",
             lambda now: Q(mail_problem_at__isnull=False), "mail_problem_at")  # fmt: skip

#: In display order, below the safety lane (`booking.desk.safety_lane`).
QUEUES = (
    Queue("Answer promised", "?clock=late", due_or_overdue, "answer_due_at"),
    WROTE,
    MAIL,
    Queue("Follow up today", "?look=follow-up",
          lambda now: Q(follow_up_on__isnull=False, follow_up_on__lte=timezone.localdate(now)),
          "follow_up_on"),
    Queue("Oldest new", "?show=new", lambda now: Q(state=State.NEW), "created_at"),
)  # fmt: skip


def only_row_columns(requests: QuerySet[AppointmentRequest]) -> QuerySet[AppointmentRequest]:
    """Read only the columns that a row shows."""
    return requests.select_related("assigned_to").only(*COLUMNS)


def safety_lane() -> list[AppointmentRequest]:
    """Return the flagged requests without an outcome, in any state.

    Each has `flagged_at` (when staff last flagged it, or None) and `is_held` (whether a
    handover is in force).
    """
    lane = AppointmentRequest.objects.without_safety_outcome().with_flagged_at()
    in_force = Handover.objects.in_force().filter(appointment_request=OuterRef("pk"))
    return list(only_row_columns(lane.annotate(is_held=Exists(in_force)))[:LANE_LIMIT])


def safety_first(
    requests: QuerySet[AppointmentRequest],
    start: int,
    end: int,
    lane: list[AppointmentRequest],
) -> list[AppointmentRequest]:
    """Return a slice of a list with the requests of the safety lane first, least safe first.

    The others keep the order of `requests`. `lane` is the result of `safety_lane`.
    """
    if len(lane) == LANE_LIMIT:
        lane = list(
            only_row_columns(AppointmentRequest.objects.without_safety_outcome())[:COUNT_LIMIT]
        )
    listed = requests.order_by().filter(
        pk__in=[appointment_request.pk for appointment_request in lane]
    )
    here = set(listed.values_list("pk", flat=True))
    people = [appointment_request for appointment_request in lane if appointment_request.pk in here]
    rest: Any = requests
    others = rest.with_nobody_in_doubt()[max(start - len(people), 0) : max(end - len(people), 0)]
    return [*people[start:end], *others]


def count_without_outcome() -> int:
    """Return the number of requests in the lane, at most `COUNT_LIMIT` + 1."""
    waiting = AppointmentRequest.objects.without_safety_outcome().order_by()
    return waiting.values("pk")[: COUNT_LIMIT + 1].count()


def next_requests(now: datetime, lane: Iterable[AppointmentRequest]) -> list[QueueEntry]:
    """Return what to do next, each request once, in the first queue that it belongs to.

    Unread texts and lost mails of the safety `lane` come first, in any state. Other queues
    leave out requests of the lane.
    """
    lane = list(lane)
    seen = [appointment_request.pk for appointment_request in lane]
    entries: dict[int, QueueEntry] = {}
    for queue in (WROTE, MAIL):
        for appointment_request in _lane_entries(lane, queue, now):
            entries.setdefault(appointment_request.pk, QueueEntry(appointment_request, queue))
    for queue in QUEUES:
        waiting = only_row_columns(AppointmentRequest.objects.open().filter(queue.which(now)))
        rest = waiting.exclude(pk__in=[*seen, *entries]).order_by(queue.order, "pk")
        entries |= {
            appointment_request.pk: QueueEntry(appointment_request, queue)
            for appointment_request in rest[:NEXT_PER_QUEUE]
        }
    return list(entries.values())


def _lane_entries(
    lane: list[AppointmentRequest], queue: Queue, now: datetime
) -> list[AppointmentRequest]:
    """Return the requests of the whole lane that belong to a queue."""
    known = [
        appointment_request
        for appointment_request in lane
        if getattr(appointment_request, queue.order)
    ]
    if len(lane) == LANE_LIMIT:
        beyond = AppointmentRequest.objects.without_safety_outcome().filter(queue.which(now))
        beyond = beyond.exclude(pk__in=[appointment_request.pk for appointment_request in lane])
        known += only_row_columns(beyond)[:NEXT_PER_QUEUE]
    return known


def unresolved(column: str) -> Q:
    """Return the condition for requests with a value in this column: open requests, and in any
    state those without a safety outcome. Each part is read from an index of its own.
    """
    every = AppointmentRequest.objects
    parts = (every.open(), every.without_safety_outcome(), every.awaiting_safety_review())
    has = {f"{column}__isnull": False}
    first, *others = (part.filter(**has).order_by().values("pk") for part in parts)
    return Q(pk__in=first.union(*others))


class CountOf(Subquery):
    """The number of rows of a query, up to its limit."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) few)"
    output_field = IntegerField()


def counts(user: Any) -> dict[str, str]:
    """Return the counts by name from one query: "12", or "1,000+" above the limit."""
    waiting = AppointmentRequest.objects.open()
    querysets = {str(state): waiting.filter(state=state) for state in OPEN_STATES}
    querysets |= {
        "safety": AppointmentRequest.objects.without_safety_outcome(),
        "safety_review": AppointmentRequest.objects.awaiting_safety_review(),
        "wrote": AppointmentRequest.objects.filter(unresolved("client_wrote_at")),
        "mail": AppointmentRequest.objects.filter(unresolved("mail_problem_at")),
        "mine": waiting.filter(assigned_to=user),
        "unassigned": waiting.filter(assigned_to__isnull=True),
        "on_hold": waiting.filter(on_hold_since__isnull=False),
    }
    columns = [
        CountOf(which.order_by().values("pk")[: COUNT_LIMIT + 1]) for which in querysets.values()
    ]
    row = get_user_model().objects.filter(pk=user.pk).values_list(*columns).get()
    return {name: format_count(number) for name, number in zip(querysets, row, strict=True)}


def format_count(number: int) -> str:
    """Format a count that stops after `COUNT_LIMIT`."""
    return f"{number:,}" if number <= COUNT_LIMIT else f"{COUNT_LIMIT:,}+"
