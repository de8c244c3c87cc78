"""What reception should look at next, and how much waits.

A queue is the start of one index, and a count looks no further than `COUNTED` rows, so both
cost the same with a thousand requests and with a million.
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
from booking.models.request import OPEN_STATES
from clinic.models import ClinicDetails

NEXT_PER_QUEUE = 10
COUNT_LIMIT = 1000
LANE_LIMIT = 100

#: What a row of a list shows; nothing else is read. Names are read for their initials.
COLUMNS = (
    "reference", "version", "kind", "state", "created_at", "name", "client_name", "door", "source",
    "for_whom", "safety_flag", "safety_level", "safety_outcome_at", "safety_legacy", "is_drill",
    "answer_leaves_at", "looks_automatic", "on_hold_since", "follow_up_on", "client_wrote_at",
    "mail_problem_at", "answer_due_at", "clock_stopped_at", "answered_at",
    "assigned_to__username",
)  # fmt: skip


@dataclass(frozen=True)
class Queue:
    """`why` says what is the matter, `more` is the list that shows all of it."""

    why: str
    more: str
    which: Callable[[datetime], Q]
    order: str


class QueueEntry(NamedTuple):
    appointment_request: AppointmentRequest
    queue: Queue


def due_or_overdue(now: datetime) -> Q:
    """Late, or about to be."""
    soon = answer_clock.due_soon_limit(ClinicDetails.current(), now)
    running = Q(answered_at__isnull=True, clock_stopped_at__isnull=True)
    running &= Q(answer_due_at__isnull=False, answer_due_at__lte=soon)
    return running & ~first_answers.is_leaving(now)


WROTE = Queue("Client wrote", "?look=wrote",
              lambda now: Q(client_wrote_at__isnull=False), "client_wrote_at")  # fmt: skip
MAIL = Queue("Mail problem", "?look=mail",
             lambda now: Q(mail_problem_at__isnull=False), "mail_problem_at")  # fmt: skip

#: In this order, below everybody without a safety outcome (`safety_lane`).
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
    """Read only what a row shows."""
    return requests.select_related("assigned_to").only(*COLUMNS)


def safety_lane() -> list[AppointmentRequest]:
    """Everybody who may not be safe and has no outcome, whatever the state of the request.

    Each with `flagged_at`: when staff last said so, or None; and `is_held`: handed over since.
    """
    lane = AppointmentRequest.objects.without_safety_outcome().with_flagged_at()
    held = Handover.objects.in_force().filter(appointment_request=OuterRef("pk"))
    return list(only_row_columns(lane.annotate(is_held=Exists(held)))[:LANE_LIMIT])


def safety_first(
    requests: QuerySet[AppointmentRequest],
    start: int,
    end: int,
    lane: list[AppointmentRequest],
) -> list[AppointmentRequest]:
    """These rows of a list: whoever has no outcome stands before all others, least safe first.

    The rest keeps the order of `requests`, which is that of an index. `lane` is `safety_lane`.
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
    """How many that are, counted no further than `COUNTED` and one."""
    waiting = AppointmentRequest.objects.without_safety_outcome().order_by()
    return waiting.values("pk")[: COUNT_LIMIT + 1].count()


def next_requests(now: datetime, lane: Iterable[AppointmentRequest]) -> list[QueueEntry]:
    """What to do next, each request once, under the first thing that is the matter.

    First what people of the safety `lane` wrote and the mails that did not reach them, in
    every state; nothing else of them is repeated.
    """
    lane = list(lane)
    seen = [appointment_request.pk for appointment_request in lane]
    found: dict[int, QueueEntry] = {}
    for queue in (WROTE, MAIL):
        for appointment_request in _lane_entries(lane, queue, now):
            found.setdefault(appointment_request.pk, QueueEntry(appointment_request, queue))
    for queue in QUEUES:
        waiting = only_row_columns(AppointmentRequest.objects.open().filter(queue.which(now)))
        rest = waiting.exclude(pk__in=[*seen, *found]).order_by(queue.order, "pk")
        found |= {
            appointment_request.pk: QueueEntry(appointment_request, queue)
            for appointment_request in rest[:NEXT_PER_QUEUE]
        }
    return list(found.values())


def _lane_entries(
    lane: list[AppointmentRequest], queue: Queue, now: datetime
) -> list[AppointmentRequest]:
    """Those of the lane that stand in a queue, also beyond the rows that were read."""
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
    """Open requests in which this moment stands, and in every state those of people about
    whom nobody has recorded a safety outcome: each part is read from an index of its own.
    """
    every = AppointmentRequest.objects
    parts = (every.open(), every.without_safety_outcome(), every.awaiting_safety_review())
    has = {f"{column}__isnull": False}
    first, *others = (part.filter(**has).order_by().values("pk") for part in parts)
    return Q(pk__in=first.union(*others))


class CountOf(Subquery):
    """How many rows a query has, up to its limit."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) few)"
    output_field = IntegerField()


def counts(user: Any) -> dict[str, str]:
    """What waits, by name, in one statement: "12", or "1,000+" where there is more."""
    waiting = AppointmentRequest.objects.open()
    wanted = {str(state): waiting.filter(state=state) for state in OPEN_STATES}
    wanted |= {
        "safety": AppointmentRequest.objects.without_safety_outcome(),
        "safety_review": AppointmentRequest.objects.awaiting_safety_review(),
        "wrote": AppointmentRequest.objects.filter(unresolved("client_wrote_at")),
        "mail": AppointmentRequest.objects.filter(unresolved("mail_problem_at")),
        "mine": waiting.filter(assigned_to=user),
        "unassigned": waiting.filter(assigned_to__isnull=True),
        "on_hold": waiting.filter(on_hold_since__isnull=False),
    }
    columns = [
        CountOf(which.order_by().values("pk")[: COUNT_LIMIT + 1]) for which in wanted.values()
    ]
    row = get_user_model().objects.filter(pk=user.pk).values_list(*columns).get()
    return {name: format_count(number) for name, number in zip(wanted, row, strict=True)}


def format_count(number: int) -> str:
    """A count as far as it was counted."""
    return f"{number:,}" if number <= COUNT_LIMIT else f"{COUNT_LIMIT:,}+"
