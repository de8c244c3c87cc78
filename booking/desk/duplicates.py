"""Whether somebody has asked before: a hint with its reasons, for a person to decide.

Nothing is ever merged. Each look-up is the newest end of one index, so that it costs the
same among a million requests: of a name that hundreds share, only the newest are compared.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher
from typing import Any

from django.db.models import QuerySet

from booking.models import AppointmentRequest, NamePart
from booking.names import parts_of, plain

MOST, MOST_COMPARED = 10, 100
RECENT = timedelta(days=90)
#: Of 1: "Jon Smith" and "John Smyth" are alike, "John Smith" and "Jane Smith" are not.
ALIKE = 0.85
COLUMNS = (
    "reference", "state", "kind", "created_at", "name", "client_name", "date_of_birth",
    "client_date_of_birth", "email", "phone_normalised",
)  # fmt: skip


@dataclass(frozen=True)
class Duplicate:
    other: AppointmentRequest
    reasons: tuple[str, ...]
    likely: bool  # or merely possible


def of(asked: AppointmentRequest) -> list[Duplicate]:
    """The likely ones first, then the newest; at most ten. One query."""
    others = AppointmentRequest.objects.filter(pk__in=_candidates(asked)).only(*COLUMNS)
    found = [d for other in others if (d := _compare(asked, other))]
    found.sort(key=lambda d: (not d.likely, -d.other.created_at.timestamp()))
    return found[:MOST]


def _candidates(asked: AppointmentRequest) -> Any:
    requests = AppointmentRequest.objects.order_by("-created_at")
    looks: list[QuerySet[Any, Any]] = []
    if asked.email:
        looks.append(requests.filter(email_normalised=asked.email.lower()).values("pk"))
    if asked.phone_normalised:
        looks.append(requests.filter(phone_normalised=asked.phone_normalised).values("pk"))
    for part in sorted(parts_of(person(asked)), key=len)[-2:]:
        sharing = NamePart.objects.filter(part=part).order_by("-appointment_request")
        looks.append(sharing.values("appointment_request"))
    # SQLite takes a limit inside a union only one level further down.
    others = AppointmentRequest.objects.order_by().exclude(pk=asked.pk).values("pk")
    limited = [others.filter(pk__in=look[:MOST_COMPARED]) for look in looks]
    return others.none().union(*limited)


def _compare(asked: AppointmentRequest, other: AppointmentRequest) -> Duplicate | None:
    same_email = bool(asked.email) and asked.email.lower() == other.email.lower()
    same_phone = bool(asked.phone_normalised) and (asked.phone_normalised == other.phone_normalised)
    same_name = _key(asked) == _key(other)
    same_birth = born(asked) is not None and born(asked) == born(other)
    similar = not same_name and _is_recent(asked, other) and is_similar(_key(asked), _key(other))
    reasons = {
        "same email": same_email,
        "same phone": same_phone,
        "same name and date of birth": same_name and same_birth,
        "same name": same_name and not same_birth and _is_recent(asked, other),
        "similar name": similar,
    }
    found = tuple(reason for reason, holds in reasons.items() if holds)
    likely = same_name and (same_email or same_phone or same_birth)
    return Duplicate(other, found, likely) if found else None


def person(asked: AppointmentRequest) -> str:
    """Who the appointment is for."""
    return asked.client_name or asked.name


def born(asked: AppointmentRequest) -> date | None:
    return asked.client_date_of_birth if asked.client_name else asked.date_of_birth


def is_similar(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other).ratio() >= ALIKE


def _key(asked: AppointmentRequest) -> str:
    """Family name first or last, with or without accents."""
    return " ".join(sorted(plain(person(asked)).split()))


def _is_recent(asked: AppointmentRequest, other: AppointmentRequest) -> bool:
    return abs(asked.created_at - other.created_at) <= RECENT
