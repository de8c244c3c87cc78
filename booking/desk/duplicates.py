"""Possible duplicates of a request, with the reasons, for staff to decide. Nothing is merged.

Each lookup reads the newest rows of one index, so that its cost does not grow with the number
of requests: of a common name only the newest requests are compared.
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
#: A ratio from 0 to 1. "Jon Smith" and "John Smyth" are similar, "John Smith" and "Jane Smith"
#: are not.
SIMILARITY = 0.85
COLUMNS = (
    "reference", "state", "kind", "created_at", "name", "client_name", "date_of_birth",
    "client_date_of_birth", "email", "phone_normalised",
)  # fmt: skip


@dataclass(frozen=True)
class Duplicate:
    other: AppointmentRequest
    reasons: tuple[str, ...]
    likely: bool  # otherwise possible


def find_duplicates(appointment_request: AppointmentRequest) -> list[Duplicate]:
    """Return at most `MAX_DUPLICATES`, likely ones first, then the newest. One query."""
    others = AppointmentRequest.objects.filter(pk__in=_candidates(appointment_request)).only(
        *COLUMNS
    )
    duplicates = [d for other in others if (d := _compare(appointment_request, other))]
    duplicates.sort(key=lambda d: (not d.likely, -d.other.created_at.timestamp()))
    return duplicates[:MAX_DUPLICATES]


def _candidates(appointment_request: AppointmentRequest) -> Any:
    requests = AppointmentRequest.objects.order_by("-created_at")
    lookups: list[QuerySet[Any, Any]] = []
    if appointment_request.email:
        lookups.append(
            requests.filter(email_normalised=appointment_request.email.lower()).values("pk")
        )
    if appointment_request.phone_normalised:
        lookups.append(
            requests.filter(phone_normalised=appointment_request.phone_normalised).values("pk")
        )
    for part in sorted(parts_of(client_name_of(appointment_request)), key=len)[-2:]:
        sharing = NamePart.objects.filter(part=part).order_by("-appointment_request")
        lookups.append(sharing.values("appointment_request"))
    # SQLite accepts a limit inside a union only in a subquery.
    others = AppointmentRequest.objects.order_by().exclude(pk=appointment_request.pk).values("pk")
    limited = [others.filter(pk__in=lookup[:MAX_COMPARED]) for lookup in lookups]
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
    found_reasons = tuple(reason for reason, holds in reasons.items() if holds)
    likely = same_name and (same_email or same_phone or same_birth)
    return Duplicate(other, found_reasons, likely) if found_reasons else None


def client_name_of(appointment_request: AppointmentRequest) -> str:
    """Return the name of the person the appointment is for."""
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
    """Return the folded words of the name in sorted order, for comparison."""
    return " ".join(sorted(fold(client_name_of(appointment_request)).split()))


def _is_recent(appointment_request: AppointmentRequest, other: AppointmentRequest) -> bool:
    return abs(appointment_request.created_at - other.created_at) <= RECENT
