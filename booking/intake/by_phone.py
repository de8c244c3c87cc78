"""Requests made by phone, which reception enters."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from booking import transitions
from booking.errors import FormKeyReusedError
from booking.intake import consent
from booking.intake.submission import matches_stored, store
from booking.mails import compose as compose
from booking.models import AppointmentRequest, ClientLink, Source
from clinic.mail import outbox
from clinic.models import ClinicDetails


def enter(columns: dict[str, Any], *, answers: dict[str, str], by: Any) -> AppointmentRequest:
    """Store a request as `submission.submit` does; the receipt is sent only if mail is allowed.

    Staff are notified only about a client who may not be safe, as reception knows the rest.
    Sending the same form twice stores one request. Raises `FormKeyReusedError`, PermissionDenied.
    """
    if not by.has_perm(transitions.TRIAGE):
        raise PermissionDenied
    clinic = ClinicDetails.current()
    columns |= {"source": Source.PHONE, "entered_by": by}
    with transaction.atomic():
        stored, is_new = store(columns, answers, clinic, agreed=consent.phone_consent(), by=by)
        if is_new:
            mails = compose.staff_notices(stored, clinic) if stored.safety_flag else []
            if stored.may_write:
                mails.append(compose.receipt(stored, ClientLink.make(stored)[1], clinic))
            outbox.put(mails)
    if not is_new and not matches_stored(stored, columns, answers):
        raise FormKeyReusedError(stored)
    return stored
