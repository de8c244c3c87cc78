"""`{% desk_now as desk %}`: the queues and figures of the desk, for users who may triage."""

from typing import Any

from django import template
from django.utils import timezone

from booking import transitions
from booking.desk import figures, queues, safety_lane
from booking.desk.request_rows import build_rows
from booking.safety import actions as safety

register = template.Library()

#: Key of the count, label, and query string of the list.
LIST_LINKS = (
    ("safety", "without a safety outcome", "?safety=open"),
    ("safety_review", "ended before outcomes were recorded", "?safety=review"),
    ("wrote", "word added, unread", "?look=wrote"),
    ("mail", "a mail did not arrive", "?look=mail"),
    ("new", "new", "?show=new"),
    ("in_review", "in review", "?show=in_review"),
    ("waiting_for_client", "waiting for the client", "?show=waiting_for_client"),
    ("waitlisted", "on the waiting list", "?show=waitlisted"),
    ("mine", "I have", "?whose=mine"),
    ("unassigned", "nobody has", "?whose=nobody"),
    ("on_hold", "on hold", "?look=hold"),
)


@register.simple_tag(takes_context=True)
def desk_now(context: dict[str, Any]) -> dict[str, Any] | None:
    """Return the context of the desk, or None for users who may not triage."""
    request = context["request"]
    user = request.user
    if not user.has_perm(transitions.TRIAGE):
        return None
    counts = queues.counts(user)
    now = timezone.now()
    people = safety_lane.get_lane(request).people
    next_up = queues.next_requests(now, people)
    may_record_outcome = user.has_perm(safety.OUTCOME)
    review = counts["safety_review"] if may_record_outcome else "0"
    return {
        "review": review if review != "0" else "",
        "is_empty": not people and all(counts[key] == "0" for key, _, _ in LIST_LINKS),
        "rows": build_rows((n.appointment_request, n.queue.why) for n in next_up),
        "most": queues.NEXT_PER_QUEUE,
        "more": [(q.why.lower(), q.more) for q in queues.QUEUES],
        "weeks": [
            (week, figures.format_duration(week.first_answer)) for week in figures.last_weeks(now)
        ],
        "lists": [
            {
                "name": name,
                "count": counts[key],
                "address": address,
                "alarm": key == "safety" and counts[key] != "0",
            }
            for key, name, address in LIST_LINKS
            if key != "safety_review" or may_record_outcome
        ],
    }
