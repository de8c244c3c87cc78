"""Somebody who may not be safe is handed over by name, and somebody says “I have it”.

Until that happens the next person is asked. Before the practice closes everybody without an
outcome is handed over, by reception or, where that was not done, by the worker; whoever
comes while it is closed, when it opens.
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
from booking.mails import wording as mail_wording
from booking.models import AppointmentRequest, Handover, RequestEvent
from booking.safety.actions import OUTCOME, find_repeat, locked_for, next_timestamp
from clinic import duty
from clinic.mail import outbox
from clinic.models import ClinicDetails

BATCH_SIZE = 20
SYSTEM = RequestEvent.ActorKind.SYSTEM


class ClosingRound(NamedTuple):
    """The closing round of a day: reception hands over from `begins`, the worker from `automatic_from`."""

    begins: datetime
    automatic_from: datetime
    closes: datetime


def hand_over(
    appointment_request: AppointmentRequest, to: Any, text: str, *, by: Any, key: uuid.UUID
) -> Handover:
    """Ask `to` to look after it; `text` is what they must know. Whoever takes it has it.

    Raises `NotPossibleError` if it has an outcome or `to` may record none, PermissionDenied.
    """
    with locked_for(appointment_request, by) as current:
        if written := find_repeat(Handover, current, by, key):
            return written  # type: ignore[no-any-return]
        if not (current.needs_safety_outcome and to.is_active and to.has_perm(OUTCOME)):
            raise NotPossibleError
        made = _create_handover(current, to, _addresses_of(to), by=by, text=text, key=key)
        if to == by:
            _acknowledge(current, by)
    return made


def acknowledge(appointment_request: AppointmentRequest, *, by: Any) -> None:
    """“I have it.” Twice is once. Raises PermissionDenied."""
    with locked_for(appointment_request, by) as current:
        if not by.has_perm(OUTCOME):
            raise NotPossibleError
        if current.needs_safety_outcome:
            _acknowledge(current, by)


def current_handover(appointment_request: AppointmentRequest) -> Handover | None:
    """The handover that holds: the last one in force, acknowledged or not."""
    return (
        appointment_request.handovers.in_force()
        .select_related("to", "by", "acknowledged_by")
        .last()
    )


def closing_round(clinic: ClinicDetails, now: datetime) -> ClosingRound | None:
    """Today's, or None on a day on which nobody is here."""
    spans = clinic.times.spans(timezone.localdate(now))
    if not spans:
        return None
    closes, length = spans[-1].closes, timedelta(minutes=clinic.closing_round_before)
    return ClosingRound(closes - length, closes - length / 2, closes)


def not_handed_over(since: datetime | None = None) -> QuerySet[AppointmentRequest]:
    """Without an outcome, and nobody was asked by name since the open flag, and `since`."""
    lane = AppointmentRequest.objects.without_safety_outcome()
    handed_over = Handover.objects.in_force()
    if since:
        handed_over = handed_over.filter(at__gte=since)
    return lane.exclude(pk__in=handed_over.values("appointment_request"))


# --- The worker's jobs ------------------------------------------------------------------


def escalate() -> int:
    """Nobody said “I have it” in time: ask the second on duty, then the owner."""
    clinic, now = ClinicDetails.current(), timezone.now()
    patience = timedelta(minutes=clinic.acknowledge_within)
    due = Handover.objects.filter(
        acknowledged_at__isnull=True, rank__lt=Handover.Rank.OWNER, asked_at__lte=now - patience
    )
    found = list(due.order_by("asked_at").values_list("pk", "appointment_request")[:BATCH_SIZE])
    for pk, request in found:
        with transaction.atomic():
            current = AppointmentRequest.objects.select_for_update().filter(pk=request).first()
            handover = due.filter(pk=pk).first()
            if current and handover:  # neither erased nor acknowledged meanwhile
                _escalate(current, handover, clinic, now)
    return len(found)


def hand_over_remaining() -> int:
    """Whoever nobody has handed over is handed to whoever is on duty: before closing, and
    when we open, for those who came while we were closed."""
    clinic, now = ClinicDetails.current(), timezone.now()
    return sum(_hand_over_all(missing) for missing in _due_groups(clinic, now))


def _due_groups(clinic: ClinicDetails, now: datetime) -> Iterator[QuerySet[AppointmentRequest]]:
    today, opened = closing_round(clinic, now), _opened_at(clinic, now)
    if opened:
        yield _received_before(opened, not_handed_over())
    if today and now >= today.automatic_from:
        yield _received_before(today.closes, not_handed_over(today.begins))


def _opened_at(clinic: ClinicDetails, now: datetime) -> datetime | None:
    """When we opened for the time in which we are here now."""
    spans = clinic.times.spans(timezone.localdate(now))
    return next((span.opens for span in spans if span.holds(now)), None)


def _received_before(
    moment: datetime, people: QuerySet[AppointmentRequest]
) -> QuerySet[AppointmentRequest]:
    """Whose form came, or whom staff flagged last, before then."""
    came: QuerySet[AppointmentRequest] = people.with_flagged_at()  # type: ignore[attr-defined]
    return came.filter(Q(flagged_at__lt=moment) | Q(flagged_at=None, created_at__lt=moment))


def _hand_over_all(missing: QuerySet[AppointmentRequest]) -> int:
    found = list(missing.values_list("pk", flat=True))
    for pk in found:
        with transaction.atomic():
            current = AppointmentRequest.objects.select_for_update().filter(pk=pk).first()
            if current and missing.filter(pk=pk).exists():
                _hand_to_duty(current)
    return len(found)


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
    """Write the handover and its mail; earlier ones ask nobody any more."""
    current.handovers.update(rank=Handover.Rank.OWNER)
    made = Handover(pk=key or uuid.uuid4(), appointment_request=current, to=to, by=by, rank=rank)
    made.at = next_timestamp(current)
    made.put(text)
    made.save(force_insert=True)
    _send_mail(current, addresses, ClinicDetails.current())
    actor = "" if by else SYSTEM
    record_event(current, EventKind.SAFETY, by=by, actor_kind=actor, transition="handed_over")
    return made


def _send_mail(current: AppointmentRequest, addresses: list[str], clinic: ClinicDetails) -> None:
    """A person without an address is no reason that nobody hears of it."""
    known = [address for address in addresses if address] or duty.last_resort()
    outbox.put(mail_wording.handover(current, clinic, known))


def _acknowledge(current: AppointmentRequest, by: Any) -> None:
    waiting = current.handovers.filter(acknowledged_at__isnull=True)
    if waiting.update(acknowledged_at=timezone.now(), acknowledged_by=by):
        record_event(current, EventKind.SAFETY, by=by, transition="acknowledged")


def _addresses_of(person: Any) -> list[str]:
    """How the roster says that this person is reached today, or else their log-in's address."""
    today = duty.on(timezone.localdate())
    turns = [turn for turn in today if turn and turn.person_id == person.pk]
    return [turns[0].address if turns else person.email]
