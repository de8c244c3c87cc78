"""Handovers: a client who may not be safe is handed to a named member of staff.

Until the handover is acknowledged (“I have it”) it is escalated to the next person. Before the
practice closes all requests without an outcome are handed over, by reception in the closing
round, otherwise by the worker. Requests that come while it is closed are handed over when it
opens.
"""

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from booking.actions import EventKind, record_event
from booking.errors import NotPossibleError
from booking.mails import compose as compose
from booking.models import AppointmentRequest, Handover, RequestEvent
from booking.safety.actions import OUTCOME, find_repeat, locked_for, next_timestamp
from clinic import duty
from clinic.mail import outbox
from clinic.models import ClinicDetails

BATCH_SIZE = 20
SYSTEM = RequestEvent.ActorKind.SYSTEM


class ClosingRound(NamedTuple):
    """The times of a closing round: reception begins, and the worker hands over the rest."""

    begins: datetime
    automatic_from: datetime
    closes: datetime


def hand_over(
    appointment_request: AppointmentRequest, to: Any, text: str, *, by: Any, key: uuid.UUID
) -> Handover:
    """Hand a request over to `to`; `text` is what they must know.

    Users who hand it over to themselves acknowledge it by that.
    Raises `NotPossibleError` if it has an outcome or `to` may record none, PermissionDenied.
    """
    with locked_for(appointment_request, by) as current:
        if repeat := find_repeat(Handover, current, by, key):
            return repeat  # type: ignore[no-any-return]
        if not (current.needs_safety_outcome and to.is_active and to.has_perm(OUTCOME)):
            raise NotPossibleError
        handover = _create_handover(current, to, _addresses_of(to), by=by, text=text, key=key)
        if to == by:
            _acknowledge(current, by)
    return handover


def acknowledge(appointment_request: AppointmentRequest, *, by: Any) -> None:
    """Acknowledge the handover (“I have it”). Raises `NotPossibleError`, PermissionDenied."""
    with locked_for(appointment_request, by) as current:
        if not by.has_perm(OUTCOME):
            raise NotPossibleError
        if current.needs_safety_outcome:
            _acknowledge(current, by)


def current_handover(appointment_request: AppointmentRequest) -> Handover | None:
    """Return the latest handover that was not ended or replaced, acknowledged or not."""
    return (
        appointment_request.handovers.in_force()
        .select_related("to", "by", "acknowledged_by")
        .last()
    )


def closing_round(clinic: ClinicDetails, now: datetime) -> ClosingRound | None:
    """Return the closing round of today, or None if the practice is closed all day."""
    spans = clinic.times.spans(timezone.localdate(now))
    if not spans:
        return None
    closes, length = spans[-1].closes, timedelta(minutes=clinic.closing_round_before)
    return ClosingRound(closes - length, closes - length / 2, closes)


def not_handed_over(since: datetime | None = None) -> QuerySet[AppointmentRequest]:
    """Return requests without an outcome and without a handover in force, made after `since`."""
    lane = AppointmentRequest.objects.without_safety_outcome()
    handed_over = Handover.objects.in_force()
    if since:
        handed_over = handed_over.filter(at__gte=since)
    return lane.exclude(pk__in=handed_over.values("appointment_request"))


# --- The worker's jobs ------------------------------------------------------------------


def escalate() -> int:
    """Escalate overdue handovers to the second on duty, then to the owner. Return how many."""
    clinic, now = ClinicDetails.current(), timezone.now()
    timeout = timedelta(minutes=clinic.acknowledge_within)
    due = Handover.objects.filter(
        acknowledged_at__isnull=True, rank__lt=Handover.Rank.OWNER, asked_at__lte=now - timeout
    )
    keys = list(due.order_by("asked_at").values_list("pk", "appointment_request")[:BATCH_SIZE])
    for pk, request_pk in keys:
        with transaction.atomic():
            current = AppointmentRequest.objects.select_for_update().filter(pk=request_pk).first()
            handover = due.filter(pk=pk).first()
            if current and handover:  # neither erased nor acknowledged meanwhile
                _escalate(current, handover, clinic, now)
    return len(keys)


def hand_over_remaining() -> int:
    """Hand all requests that are not handed over to staff on duty. Return how many.

    It does so before closing, and at opening for requests that came while it was closed.
    """
    clinic, now = ClinicDetails.current(), timezone.now()
    return sum(_hand_over_all(requests) for requests in _due_groups(clinic, now))


def _due_groups(clinic: ClinicDetails, now: datetime) -> Iterator[QuerySet[AppointmentRequest]]:
    today, opened = closing_round(clinic, now), _opened_at(clinic, now)
    if opened:
        yield _received_before(opened, not_handed_over())
    if today and now >= today.automatic_from:
        yield _received_before(today.closes, not_handed_over(today.begins))


def _opened_at(clinic: ClinicDetails, now: datetime) -> datetime | None:
    """Return when the present opening span began, or None while closed."""
    spans = clinic.times.spans(timezone.localdate(now))
    return next((span.opens for span in spans if span.holds(now)), None)


def _received_before(
    moment: datetime, people: QuerySet[AppointmentRequest]
) -> QuerySet[AppointmentRequest]:
    """Return the requests received, or last flagged by staff, before `moment`."""
    annotated: QuerySet[AppointmentRequest] = people.with_flagged_at()  # type: ignore[attr-defined]
    return annotated.filter(Q(flagged_at__lt=moment) | Q(flagged_at=None, created_at__lt=moment))


def _hand_over_all(requests: QuerySet[AppointmentRequest]) -> int:
    keys = list(requests.values_list("pk", flat=True))
    for pk in keys:
        with transaction.atomic():
            current = AppointmentRequest.objects.select_for_update().filter(pk=pk).first()
            if current and requests.filter(pk=pk).exists():
                _hand_to_duty(current)
    return len(keys)


def _hand_to_duty(current: AppointmentRequest) -> None:
    today = duty.on(timezone.localdate())
    turn = today.first or today.second
    addresses = [turn.address] if turn else duty.last_resort()
    rank = Handover.Rank.NAMED if turn else Handover.Rank.OWNER
    _create_handover(current, turn.person if turn else None, addresses, rank=rank)


def _escalate(
    current: AppointmentRequest, handover: Handover, clinic: ClinicDetails, now: datetime
) -> None:
    handover.asked_at = now
    second = duty.on(timezone.localdate(now)).second
    if handover.rank == Handover.Rank.NAMED and second and second.person_id != handover.to_id:
        handover.rank, addresses = Handover.Rank.SECOND, [second.address]
    else:
        handover.rank, addresses = Handover.Rank.OWNER, duty.owners()
    handover.save(update_fields=["asked_at", "rank"])
    if current.needs_safety_outcome:
        _send_mail(current, addresses, clinic)
        record_event(current, EventKind.SAFETY, actor_kind=SYSTEM, transition="asked_next")


def _create_handover(
    current: AppointmentRequest,
    to: Any | None,
    addresses: list[str],
    *,
    by: Any = None,
    text: str = "",
    key: uuid.UUID | None = None,
    rank: int = Handover.Rank.NAMED,
) -> Handover:
    """Store a handover and queue its mail. Earlier handovers are no longer escalated."""
    current.handovers.update(rank=Handover.Rank.OWNER)
    handover = Handover(
        pk=key or uuid.uuid4(), appointment_request=current, to=to, by=by, rank=rank
    )
    handover.at = next_timestamp(current)
    handover.put(text)
    handover.save(force_insert=True)
    _send_mail(current, addresses, ClinicDetails.current())
    actor = "" if by else SYSTEM
    record_event(current, EventKind.SAFETY, by=by, actor_kind=actor, transition="handed_over")
    return handover


def _send_mail(current: AppointmentRequest, addresses: list[str], clinic: ClinicDetails) -> None:
    """Queue the mail to the known addresses, or to the last resort if there are none."""
    known = [address for address in addresses if address] or duty.last_resort()
    outbox.put(compose.handover(current, clinic, known))


def _acknowledge(current: AppointmentRequest, by: Any) -> None:
    unacknowledged = current.handovers.filter(acknowledged_at__isnull=True)
    if unacknowledged.update(acknowledged_at=timezone.now(), acknowledged_by=by):
        record_event(current, EventKind.SAFETY, by=by, transition="acknowledged")


def _addresses_of(person: Any) -> list[str]:
    """Return the address in today's roster, otherwise that of the user account."""
    today = duty.on(timezone.localdate())
    turns = [turn for turn in today if turn and turn.person_id == person.pk]
    return [turns[0].address if turns else person.email]
