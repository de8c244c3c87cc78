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
from booking.names import fold, parts_of

MAX_DUPLICATES, MAX_COMPARED = 10, 100
RECENT = timedelta(days=90)
#: Of 1: "Jon Smith" and "John Smyth" are alike, "John Smith" and "Jane Smith" are not.
SIMILARITY = 0.85
COLUMNS = (
    "reference", "state", "kind", "created_at", "name", "client_name", "date_of_birth",
    "client_date_of_birth", "email", "phone_normalised",
)  # fmt: skip


@dataclass(frozen=True)
class Duplicate:
    other: AppointmentRequest
    reasons: tuple[str, ...]
    likely: bool  # or merely possible


def find_duplicates(appointment_request: AppointmentRequest) -> list[Duplicate]:
    """The likely ones first, then the newest; at most ten. One query."""
    others = AppointmentRequest.objects.filter(pk__in=_candidates(appointment_request)).only(
        *COLUMNS
    )
    found = [d for other in others if (d := _compare(appointment_request, other))]
    found.sort(key=lambda d: (not d.likely, -d.other.created_at.timestamp()))
    return found[:MAX_DUPLICATES]


def _candidates(appointment_request: AppointmentRequest) -> Any:
    requests = AppointmentRequest.objects.order_by("-created_at")
    looks: list[QuerySet[Any, Any]] = []
    if appointment_request.email:
        looks.append(
            requests.filter(email_normalised=appointment_request.email.lower()).values("pk")
        )
    if appointment_request.phone_normalised:
        looks.append(
            requests.filter(phone_normalised=appointment_request.phone_normalised).values("pk")
        )
    for part in sorted(parts_of(client_name_of(appointment_request)), key=len)[-2:]:
        sharing = NamePart.objects.filter(part=part).order_by("-appointment_request")
        looks.append(sharing.values("appointment_request"))
    # SQLite takes a limit inside a union only one level further down.
    others = AppointmentRequest.objects.order_by().exclude(pk=appointment_request.pk).values("pk")
    limited = [others.filter(pk__in=look[:MAX_COMPARED]) for look in looks]
    return others.none().union(*limited)


def _compare(
    appointment_request: AppointmentRequest, other: AppointmentRequest
) -> Duplicate | None:
    same_email = (
        bool(appointment_request.email) and appointment_request.email.lower() == other.email.lower()
    )
    same_phone = bool(appointment_request.phone_normalised) and (
        appointment_request.phone_normalised == other.phone_normalised
    )
    same_name = _sorted_name(appointment_request) == _sorted_name(other)
    same_birth = client_date_of_birth_of(
        appointment_request
    ) is not None and client_date_of_birth_of(appointment_request) == client_date_of_birth_of(other)
    similar = (
        not same_name
        and _is_recent(appointment_request, other)
        and is_similar(_sorted_name(appointment_request), _sorted_name(other))
    )
    reasons = {
        "same email": same_email,
        "same phone": same_phone,
        "same name and date of birth": same_name and same_birth,
        "same name": same_name and not same_birth and _is_recent(appointment_request, other),
        "similar name": similar,
    }
    found = tuple(reason for reason, holds in reasons.items() if holds)
    likely = same_name and (same_email or same_phone or same_birth)
    return Duplicate(other, found, likely) if found else None


def client_name_of(appointment_request: AppointmentRequest) -> str:
    """Who the appointment is for."""
    return appointment_request.client_name or appointment_request.name


def client_date_of_birth_of(appointment_request: AppointmentRequest) -> date | None:
    return (
        appointment_request.client_date_of_birth
        if appointment_request.client_name
        else appointment_request.date_of_birth
    )


def is_similar(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other).ratio() >= SIMILARITY


def _sorted_name(appointment_request: AppointmentRequest) -> str:
    """Family name first or last, with or without accents."""
    return " ".join(sorted(fold(client_name_of(appointment_request)).split()))


def _is_recent(appointment_request: AppointmentRequest, other: AppointmentRequest) -> bool:
    return abs(appointment_request.created_at - other.created_at) <= RECENT
