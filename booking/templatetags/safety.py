"""Tags of staff pages about clients who may not be safe: duty, safety lane, fire drills."""

import uuid
from datetime import timedelta
from typing import Any

from django import template
from django.db import DatabaseError
from django.http import HttpRequest
from django.utils import timezone

from booking import transitions
from booking.desk import queues, safety_lane
from booking.models import AppointmentRequest
from booking.safety import drills
from clinic.working_days import clock, day_in_words

register = template.Library()
BOX_TEMPLATE = "admin/booking/appointmentrequest/safety_box.html"
LINE_TEMPLATE = "admin/booking/appointmentrequest/duty_line.html"


@register.filter
def at_clock(moment: Any) -> str:
    """Format a time: 5 pm, 4:30 pm."""
    return clock(timezone.localtime(moment).time()) if moment else ""


@register.filter
def at_day(moment: Any) -> str:
    """Format day and time: today, 5 pm; Monday 30 November, 9 am."""
    local = timezone.localtime(moment)
    today = local.date() == timezone.localdate()
    return f"{'today' if today else day_in_words(local.date())}, {clock(local.time())}"


@register.inclusion_tag(LINE_TEMPLATE, takes_context=True)
def duty_line(context: dict[str, Any]) -> dict[str, Any]:
    """`{% duty_line %}`: who is on duty, and how many requests have no outcome."""
    request = context.get("request")
    try:
        return (
            _line_context(request, context) if request and safety_lane.may_see(request.user) else {}
        )
    except DatabaseError:
        # The page itself reports the error; this line must not break it.
        return {"unread": True}


def _line_context(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    people = safety_lane.get_lane(request)
    line = safety_lane.duty_line(people, context["clinic"], timezone.now())
    waiting = len(people.waiting_since_closing(line))
    return {
        "line": line,
        "people": people,
        "waiting": waiting,
        "notified": safety_lane.notified_name(line) if waiting else "",
        "perms": context.get("perms"),
    }


@register.inclusion_tag(BOX_TEMPLATE, takes_context=True)
def safety_box(context: dict[str, Any]) -> dict[str, Any]:
    """`{% safety_box %}`: all requests without an outcome, for users who may act."""
    request = context["request"]
    if not safety_lane.may_see(request.user):
        return {}
    people = safety_lane.get_lane(request)
    rows = people.rows(request.user)
    yours = sum(row.is_handed_to(request.user) for row in rows)
    unread = sum(bool(row.appointment_request.client_wrote_at) for row in rows)
    return {"rows": rows, "people": people, "yours": yours, "unread": unread, "request": request,
            "csrf_token": context.get("csrf_token")}  # fmt: skip


@register.simple_tag(takes_context=True)
def lane_around(
    context: dict[str, Any], appointment_request: AppointmentRequest
) -> dict[str, Any] | None:
    """Return the position of the request in the lane, and the next one; None if not in it."""
    people = safety_lane.get_lane(context["request"]).people
    keys = [other.pk for other in people]
    if appointment_request.pk not in keys:
        return None
    place = keys.index(appointment_request.pk)
    following = people[place + 1] if place + 1 < len(people) else None
    return {"place": place + 1, "of": len(people), "next": following}


@register.simple_tag(takes_context=True)
def own_requests(context: dict[str, Any]) -> str:
    """Return how many open requests name this clinician; "" for users who may triage."""
    user = context["request"].user
    if user.has_perm(transitions.TRIAGE) or not safety_lane.may_see(user):
        return ""
    requests = AppointmentRequest.objects.open().naming(user)
    return queues.format_count(requests.order_by()[: queues.COUNT_LIMIT + 1].count())


@register.simple_tag(takes_context=True)
def fire_drills(context: dict[str, Any]) -> dict[str, Any] | None:
    """Return the last fire drills and a form key, for users who may start one."""
    if not context["request"].user.has_perm(drills.START):
        return None
    latest = drills.latest()
    month = timezone.localdate().replace(day=1)
    of_month = [d for d in latest if timezone.localdate(d.appointment_request.created_at) >= month]
    return {
        "drills": [(d.appointment_request, _minutes(d.response_time)) for d in latest],
        "is_due": not of_month,
        "is_done": any(d.is_done for d in of_month),
        "is_acted_on": any(d.acted_at for d in of_month),
        "key": uuid.uuid4(),
    }


def _minutes(response_time: timedelta | None) -> int | None:
    return None if response_time is None else max(int(response_time.total_seconds() // 60), 0)
