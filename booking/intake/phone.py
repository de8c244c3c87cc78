"""A request that somebody makes on the phone and reception writes down."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from booking import transitions
from booking.errors import FormKeyReusedError
from booking.intake import consent
from booking.intake.submission import matches_stored, store
from booking.mails import wording as mail_wording
from booking.models import AppointmentRequest, ClientLink, Source
from clinic.mail import outbox
from clinic.models import ClinicDetails


def enter(columns: dict[str, Any], *, answers: dict[str, str], by: Any) -> AppointmentRequest:
    """Store it as `submission.submit` does. The caller gets a receipt only if they allowed mail.

    The duty address hears at once of somebody who may not be safe; reception knows already.
    The same form twice is one request. Raises `FormKeyReusedError`, PermissionDenied.
    """
    if not by.has_perm(transitions.TRIAGE):
        raise PermissionDenied
    clinic = ClinicDetails.current()
    columns |= {"source": Source.PHONE, "entered_by": by}
    with transaction.atomic():
        kept, made = store(columns, answers, clinic, agreed=consent.phone_consent(), by=by)
        if made:
            mails = mail_wording.staff_notices(kept, clinic) if kept.safety_flag else []
            if kept.may_write:
                mails.append(mail_wording.receipt(kept, ClientLink.make(kept)[1], clinic))
            outbox.put(mails)
    if not made and not matches_stored(kept, columns, answers):
        raise FormKeyReusedError(kept)
    return kept
