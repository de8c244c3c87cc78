"""The closing round: before closing, each request without an outcome is handed over by name."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern
from django.utils import timezone

from booking import answer_clock
from booking.desk import queues, safety_lane
from booking.desk.base_admin import RequestAdminBase
from booking.desk.forms.safety import HandOverForm, handover_choices
from booking.desk.request_rows import assignee, clock_html
from booking.models import AppointmentRequest
from booking.safety import actions as safety
from booking.safety import handovers
from booking.safety import messages as safety_messages
from clinic import duty
from clinic.models import ClinicDetails
from clinic.privacy import access_log

MAX_PROMISED = 50


@dataclass(frozen=True)
class RoundEntry:
    """A request of the safety lane in this round."""

    row: safety_lane.LaneRow
    is_settled: bool
    is_late: bool  # came since closing, and does not belong to this round
    form: HandOverForm | None


class ClosingRoundViews(RequestAdminBase):
    def get_urls(self) -> list[URLPattern]:
        return [self.at("closing-round/", self.round_view, "closing_round"), *super().get_urls()]

    def round_view(self, request: HttpRequest) -> HttpResponse:
        """Show the round, after writing the access log for each request. It changes nothing."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        if not safety.may_act(request.user):
            raise PermissionDenied
        people = safety_lane.get_lane(request)
        abouts = [appointment_request.about for appointment_request in people.people]
        try:
            access_log.write(access_log.Act.SAW, abouts, by=request.user, reason="Closing round")
        except DatabaseError:
            return self.answer(
                request, "one_request_closed.html", {"title": "Closing round"}, status=503
            )
        return self.answer(
            request, "closing_round.html", closing_round_context(people, request.user)
        )


def closing_round_context(people: safety_lane.Lane, user: Any) -> dict[str, Any]:
    clinic, now = ClinicDetails.current(), timezone.now()
    line = safety_lane.duty_line(people, clinic, now)
    begins = line.closing_round.begins if line.round_has_begun and line.closing_round else None
    context: dict[str, Any] = {
        "title": "Closing round",
        "line": line,
        "has_more": people.has_more,
        "people": _round_entries(people.rows(user), begins, line),
        "minutes": clinic.acknowledge_within,
        "minutes_later": 2 * clinic.acknowledge_within,
    }
    of_round = [person for person in context["people"] if not person.is_late]
    context["settled"] = sum(person.is_settled for person in of_round)
    context["of_round"], context["late"] = len(of_round), len(context["people"]) - len(of_round)
    context["notified"] = safety_lane.notified_name(line) if context["late"] else ""
    if line.closing_round:
        context |= _today_context(line.closing_round, clinic, now)
    tomorrow = _next_day(clinic, now)
    return context | {
        "tomorrow": tomorrow,
        "tomorrows_duty": duty.on(tomorrow) if tomorrow else None,
    }


def _round_entries(
    rows: list[safety_lane.LaneRow], begins: Any, line: safety_lane.DutyLine
) -> list[RoundEntry]:
    """Return the entries. One is settled if it was handed over and acknowledged in this round."""
    today = line.duty
    handing_over = begins or not line.is_open
    names = handover_choices(today, is_open=line.is_open) if rows and handing_over else []
    entries = []
    for row in rows:
        held = row.handover
        is_late = line.closed_since is not None and row.unsafe_since >= line.closed_since
        since = row.unsafe_since if is_late else begins
        is_settled = bool(since and held and held.at >= since and held.acknowledged_at)
        form = None
        if (begins or is_late) and not is_settled:
            form = HandOverForm(
                appointment_request=row.appointment_request, today=today, people=names
            )
        entries.append(RoundEntry(row, is_settled, is_late, form))
    return entries


def _today_context(
    today: handovers.ClosingRound, clinic: ClinicDetails, now: Any
) -> dict[str, Any]:
    """Return answers due today that are not sent, and the message of the form after closing."""
    due = answer_clock.running_requests().filter(answer_due_at__lte=today.closes)
    waiting: list[AppointmentRequest] = [
        appointment_request
        for appointment_request in queues.only_row_columns(due.order_by("answer_due_at", "pk"))[
            :MAX_PROMISED
        ]
        if not appointment_request.needs_safety_outcome
    ]
    message = safety_messages.before_sending(clinic, today.closes)
    return {
        "promised": [(a, clock_html(a, clinic, now), assignee(a)) for a in waiting],
        "closed_message": str(message),
        "minutes_left": max(int((today.closes - now).total_seconds() // 60), 0),
    }


def _next_day(clinic: ClinicDetails, now: Any) -> Any:
    """Return the next day with opening hours, within two weeks."""
    day = timezone.localdate(now)
    days = (day + timedelta(days=n) for n in range(1, 15))
    return next((day for day in days if clinic.times.spans(day)), None)
