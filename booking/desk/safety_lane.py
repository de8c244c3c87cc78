"""The safety lane: all flagged requests without an outcome, read once for each response."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple, cast

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property

from booking.desk import queues
from booking.desk.forms.safety import SafetyForm, name_of
from booking.desk.request_rows import unresolved_flags
from booking.models import AppointmentRequest, Handover, SafetyLevel
from booking.models.choices import ForWhom
from booking.safety import actions as safety
from booking.safety import handovers
from clinic import duty
from clinic.models import ClinicDetails
from clinic.working_days import clock, day_in_words

FILLED, OUTLINED = "▲", "△"
ESCALATIONS = {
    Handover.Rank.SECOND.value: "; the second was asked",
    Handover.Rank.OWNER.value: "; the owner was asked",
}


class LaneRow(NamedTuple):
    """A request of the lane as a row of a list."""

    appointment_request: AppointmentRequest
    handover: Handover | None
    acknowledge_form: SafetyForm | None  # for users who may say “I have it”

    @property
    def shape(self) -> str:
        return shape_of(self.appointment_request)

    @property
    def unsafe_since(self) -> datetime:
        return unsafe_since(self.appointment_request)

    @property
    def unresolved_flags(self) -> str:
        """Unread text and lost mail, as HTML."""
        return unresolved_flags(self.appointment_request)

    @property
    def who(self) -> str:
        return handover_status(self.handover)

    @property
    def is_child(self) -> bool:
        """Whether it is for a child, who may be in danger from others."""
        return self.appointment_request.for_whom == ForWhom.CHILD

    @property
    def is_yours(self) -> bool:
        return self.acknowledge_form is not None

    def is_handed_to(self, user: Any) -> bool:
        """Whether it is handed to this user and not acknowledged."""
        return bool(self.acknowledge_form and self.handover and self.handover.to == user)


@dataclass
class Lane:
    """The requests of the lane (`people`), and their handovers, which are read on demand."""

    people: list[AppointmentRequest]

    @cached_property
    def handovers_by_request(self) -> dict[int, Handover]:
        """The last handover in force, by primary key of the request."""
        return _read_handovers(self.people)

    @cached_property
    def number(self) -> int:
        """The number of all requests in the lane, also beyond `LANE_LIMIT`."""
        full = len(self.people) == queues.LANE_LIMIT
        return queues.count_without_outcome() if full else len(self.people)

    def __len__(self) -> int:
        return len(self.people)

    @property
    def count(self) -> str:
        """The number as text."""
        return queues.format_count(self.number)

    @property
    def has_more(self) -> bool:
        """Whether there are more requests than `people`."""
        return self.number > len(self.people)

    def rows(self, user: Any) -> list[LaneRow]:
        rows = []
        for appointment_request in self.people:
            held = self.handovers_by_request.get(appointment_request.pk)
            rows.append(
                LaneRow(
                    appointment_request, held, _acknowledge_form(appointment_request, held, user)
                )
            )
        return rows

    def all_acknowledged(self, since: datetime, until: datetime | None = None) -> bool:
        """Whether each request that came before `until` was handed over and acknowledged since."""
        people = [
            appointment_request
            for appointment_request in self.people
            if until is None or unsafe_since(appointment_request) < until
        ]
        held = [
            self.handovers_by_request.get(appointment_request.pk) for appointment_request in people
        ]
        return not self.has_more and all(h and h.at >= since and h.acknowledged_at for h in held)

    def waiting_since_closing(self, line: "DutyLine") -> list[AppointmentRequest]:
        """Return requests that came since closing and are not handed over yet."""
        if line.closed_since is None:
            return []
        people = (
            appointment_request
            for appointment_request in self.people
            if unsafe_since(appointment_request) >= line.closed_since
        )
        return [
            appointment_request
            for appointment_request in people
            if not getattr(appointment_request, "is_held", False)
        ]


def get_lane(request: HttpRequest) -> Lane:
    """Return the lane, which is read once for each HTTP request."""
    lane = getattr(request, "_safety_lane", None)
    if lane is None:
        lane = Lane(queues.safety_lane())
        request._safety_lane = lane  # type: ignore[attr-defined]
    return cast("Lane", lane)


def may_see(user: Any) -> bool:
    """Whether the user may act and has passed the second step of the log-in."""
    verified = getattr(user, "is_verified", None)
    return bool(verified and verified() and safety.may_act(user))


def _read_handovers(people: Iterable[AppointmentRequest]) -> dict[int, Handover]:
    keys = [appointment_request.pk for appointment_request in people]
    if not keys:
        return {}
    in_force = Handover.objects.in_force().filter(appointment_request__in=keys).defer("text")
    handovers_with_users = in_force.select_related("to", "by", "acknowledged_by").order_by(
        "at", "pk"
    )
    return {h.appointment_request_id: h for h in handovers_with_users}  # type: ignore[attr-defined]


def _acknowledge_form(
    appointment_request: AppointmentRequest, held: Handover | None, user: Any
) -> SafetyForm | None:
    """Return the form for the recipient, and for all clinicians once it was escalated."""
    if held is None or held.acknowledged_at or not user.has_perm(safety.OUTCOME):
        return None
    may_acknowledge = held.to_id == user.pk or held.rank > Handover.Rank.NAMED  # type: ignore[attr-defined]
    return SafetyForm(appointment_request=appointment_request) if may_acknowledge else None


def unsafe_since(appointment_request: AppointmentRequest) -> datetime:
    """Return when staff last flagged the request, or when it was received."""
    return getattr(appointment_request, "flagged_at", None) or appointment_request.created_at


def shape_of(appointment_request: AppointmentRequest) -> str:
    """Return a filled triangle for not safe, an outlined one for not sure."""
    return OUTLINED if appointment_request.safety_level == SafetyLevel.NOT_SURE else FILLED


def handover_status(handover: Handover | None) -> str:
    """Return as text to whom it was handed, and whether they have said “I have it”."""
    if handover is None:
        return "not handed over"
    if handover.acknowledged_by:
        return f"{name_of(handover.acknowledged_by)} has it since {_since(handover)}"
    if handover.to is None:
        return "nobody on duty; the last resort was asked"
    status = f"handed to {name_of(handover.to)}, no “I have it” yet"
    return status + ESCALATIONS.get(handover.rank, "")


def _since(handover: Handover) -> str:
    """Format the time of acknowledgement: 10:09 am; with the day if it is not today."""
    local = timezone.localtime(handover.acknowledged_at)
    day = "" if local.date() == timezone.localdate() else f"{day_in_words(local.date())}, "
    return f"{day}{clock(local.time())}"


# --- The duty line -----------------------------------------------------------------


class DutyLine(NamedTuple):
    """Who is on duty, the opening hours of today, and the closing round."""

    duty: duty.Duty
    is_open: bool
    until: datetime | None  # when the practice closes for the day
    opens: datetime | None  # when it opens next, if it is closed
    closing_round: handovers.ClosingRound | None
    round_has_begun: bool
    round_is_unfinished: bool  # it has begun, and not all is acknowledged
    closed_since: datetime | None  # None while it is open


def duty_line(lane: Lane, clinic: ClinicDetails, now: datetime) -> DutyLine:
    today = handovers.closing_round(clinic, now)
    is_open = clinic.times.is_open(now)
    coming = None if is_open else clinic.times.next_span(now)
    begun = today is not None and now >= today.begins
    until = today.closes if today and now >= today.closes else None
    return DutyLine(
        duty=duty.on(timezone.localdate(now)) if is_open or begun else duty.Duty(None, None),
        is_open=is_open,
        until=today.closes if today and is_open else None,
        opens=coming.opens if coming else None,
        closing_round=today,
        round_has_begun=begun,
        round_is_unfinished=bool(
            begun and today and not lane.all_acknowledged(today.begins, until)
        ),
        closed_since=None if is_open else closed_since(clinic, now),
    )


def closed_since(clinic: ClinicDetails, now: datetime) -> datetime:
    """Return when the practice last closed, at most two weeks ago."""
    today = timezone.localdate(now)
    for day in (today - timedelta(days=n) for n in range(15)):
        closed = [span.closes for span in clinic.times.spans(day) if span.closes <= now]
        if closed:
            return closed[-1]
    return now - timedelta(days=15)


def notified_name(line: DutyLine) -> str:
    """Return whom `booking.mails.compose.duty_addresses` notifies while it is closed.

    That is the person on duty at the next opening, or the last resort.
    """
    first = duty.on(line.opens.date() if line.opens else timezone.localdate()).first
    return first.name if first and first.address else "the last resort"
