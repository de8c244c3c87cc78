"""A request that somebody makes on the phone and reception writes down."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from booking import transitions
from booking.intake import consent
from booking.intake.submission import says_the_same, store
from booking.mails import wording as mail_wording
from booking.models import AppointmentRequest, ClientLink, Source
from clinic.mail import outbox
from clinic.models import ClinicDetails


class OtherWordsError(Exception):
    """This form was kept before, with other words; `kept` is that request."""

    def __init__(self, kept: AppointmentRequest) -> None:
        super().__init__()
        self.kept = kept


def enter(columns: dict[str, Any], *, answers: dict[str, str], by: Any) -> AppointmentRequest:
    """Store it as `submission.submit` does. The caller gets a receipt only if they allowed mail.

    The duty address hears at once of somebody who may not be safe; reception knows already.
    The same form twice is one request. Raises `OtherWordsError`, PermissionDenied.
    """
    if not by.has_perm(transitions.TRIAGE):
        raise PermissionDenied
    clinic = ClinicDetails.current()
    columns |= {"source": Source.PHONE, "entered_by": by}
    with transaction.atomic():
        kept, made = store(columns, answers, clinic, agreed=consent.by_phone(), by=by)
        if made:
            mails = mail_wording.notices(kept, clinic) if kept.safety_flag else []
            if kept.may_write:
                mails.append(mail_wording.receipt(kept, ClientLink.make(kept)[1], clinic))
            outbox.put(mails)
    if not made and not says_the_same(kept, columns, answers):
        raise OtherWordsError(kept)
    return kept
