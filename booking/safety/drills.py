"""Fire drills: marked requests that say “no”, and the time until somebody acts on them."""

import uuid
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Min, Q

from booking.intake import consent
from booking.intake.submission import store
from booking.mails import compose as compose
from booking.models import AppointmentRequest, RequestEvent, SafetyLevel, Source
from booking.models.choices import Format, ForWhom, Preference, Referral, Safe
from booking.models.choices import Kind as RequestKind
from clinic.mail import outbox
from clinic.models import ClinicDetails

START = "booking.start_fire_drill"
#: Reserved for fiction by the regulator (ACMA).
FICTIONAL_NUMBER = "0491 570 156"
DRILL_TEXT = "This is a fire drill. Do not call the number. Do everything else as if it were real."
LATEST_COUNT = 12


class Drill(NamedTuple):
    appointment_request: AppointmentRequest
    acted_at: datetime | None

    @property
    def is_done(self) -> bool:
        """Whether somebody acted and recorded an outcome."""
        return self.acted_at is not None and not self.appointment_request.awaits_outcome

    @property
    def response_time(self) -> timedelta | None:
        """The time until a member of staff took the first safety step."""
        return self.acted_at - self.appointment_request.created_at if self.acted_at else None


def start(*, by: Any, key: uuid.UUID) -> AppointmentRequest:
    """Store a request like one of a client who is not safe, once for each `key`.

    Raises PermissionDenied.
    """
    if not by.has_perm(START):
        raise PermissionDenied
    clinic = ClinicDetails.current()
    columns = {
        "form_key": key, "kind": RequestKind.NEW_CLIENT, "name": "Fire drill",
        "phone": FICTIONAL_NUMBER, "phone_normalised": "+61491570156",
        "contact_preference": Preference.PHONE,
        "may_call": True, "for_whom": ForWhom.SELF, "format": Format.PHONE,
        "referral": Referral.NONE, "source": Source.PHONE, "entered_by": by, "is_drill": True,
        "safety_flag": True, "safety_level": SafetyLevel.NOT_SAFE,
    }  # fmt: skip
    answers = {"safe_now": Safe.NO.value, "reason": DRILL_TEXT, "where_now": DRILL_TEXT}
    with transaction.atomic():
        drill, is_new = store(columns, answers, clinic, agreed=consent.phone_consent(), by=by)
        if is_new:
            outbox.put(compose.staff_notices(drill, clinic))
    return drill


def latest() -> list[Drill]:
    """Return the last drills, newest first."""
    steps = Q(events__kind=RequestEvent.Kind.SAFETY, events__actor__isnull=False)
    drills = AppointmentRequest.objects.filter(is_drill=True).annotate(
        acted_at=Min("events__at", filter=steps)
    )
    return [
        Drill(appointment_request, appointment_request.acted_at)
        for appointment_request in drills.order_by("-created_at")[:LATEST_COUNT]
    ]
