"""Somebody asks: a request is stored with all that belongs to it, once."""

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction

from booking import answer_clock, references
from booking.actions import EventKind, record_event
from booking.errors import RateLimitedError
from booking.intake import consent, mail_limits
from booking.mails import wording as mail_wording
from booking.models import (
    AppointmentRequest,
    ClientLink,
    IntakeAnswers,
    NamePart,
    PrivacyConsent,
)
from booking.names import parts_of
from clinic import throttle
from clinic.mail import outbox
from clinic.models import ClinicDetails

PER_NETWORK, TOTAL, PERIOD = 100, 2000, timedelta(hours=1)
#: What each network keeps, however many others write: nobody may close the way for all.
GUARANTEED_PER_NETWORK = 60
REFERENCE_ATTEMPTS = 5


def submit(columns: dict[str, Any], *, answers: dict[str, str], network: str) -> AppointmentRequest:
    """Store a request with all that belongs to it, or give back the one this form made.

    `columns` are columns of AppointmentRequest, `answers` of IntakeAnswers. Raises
    `RateLimitedError`; then nothing is stored.
    """
    clinic = ClinicDetails.current()  # known already; inside a transaction it would be read
    with transaction.atomic():
        appointment_request, made = store(columns, answers, clinic, agreed=consent.form_consent())
        if not made:
            return appointment_request
        mails = mail_wording.staff_notices(appointment_request, clinic)
        if mail_limits.allow_receipt(appointment_request):
            _link, token = ClientLink.make(appointment_request)
            mails.insert(0, mail_wording.receipt(appointment_request, token, clinic))
        outbox.put(mails)
        _check_rate_limit(network)  # last: everybody waits here for everybody
    return appointment_request


def store(
    columns: dict[str, Any],
    answers: dict[str, str],
    clinic: ClinicDetails,
    *,
    agreed: consent.ConsentText,
    by: Any = None,
) -> tuple[AppointmentRequest, bool]:
    """A request with all that belongs to it, mails apart, in the caller's transaction.

    False with the one that this form has made before.
    """
    appointment_request, made = _insert_once(columns, clinic)
    if made:
        sealed_answers = IntakeAnswers(appointment_request=appointment_request)
        sealed_answers.put(**answers)
        sealed_answers.save(force_insert=True)
        PrivacyConsent.objects.create(appointment_request=appointment_request, **agreed._asdict())
        record_event(
            appointment_request, EventKind.RECEIVED, by=by, to_state=appointment_request.state
        )
        index_names(appointment_request)
    return appointment_request, made


def index_names(appointment_request: AppointmentRequest) -> None:
    """Let reception find the request by the parts of its names."""
    parts = parts_of(
        appointment_request.name,
        appointment_request.preferred_name,
        appointment_request.client_name,
    )
    NamePart.objects.bulk_create(
        NamePart(appointment_request=appointment_request, part=part) for part in sorted(parts)
    )


def _insert_once(columns: dict[str, Any], clinic: ClinicDetails) -> tuple[AppointmentRequest, bool]:
    """Insert, or find the request that has this form key; the database decides which."""
    made = AppointmentRequest(**columns)
    answer_clock.set_due_at(made, clinic)
    for _ in range(REFERENCE_ATTEMPTS):
        made.reference = references.new()
        try:
            with transaction.atomic():
                made.save(force_insert=True)
            return made, True
        except IntegrityError as error:
            found = AppointmentRequest.objects.filter(form_key=columns["form_key"]).first()
            if found:
                return found, False
            collision = error
    raise collision


def matches_stored(
    stored: AppointmentRequest, columns: dict[str, Any], answers: dict[str, str]
) -> bool:
    """Whether a form repeats what a stored request says, word for word."""
    # These may change between two presses; whether they are safe is among the answers.
    changing = (
        "form_key", "therapy_title", "assessment_title", "door", "safety_flag", "safety_level",
    )  # fmt: skip
    return all(
        getattr(stored, column) == value
        for column, value in columns.items()
        if column not in changing
    ) and all(stored.answers.read(column) == text for column, text in answers.items())


def _check_rate_limit(network: str) -> None:
    """Count what is stored. Limits fit a clinic or a school behind one address."""
    is_calm = throttle.allow("booking.all", "", limit=TOTAL, per=PERIOD)
    limit = PER_NETWORK if is_calm else GUARANTEED_PER_NETWORK
    if not throttle.allow("booking.network", network, limit=limit, per=PERIOD):
        raise RateLimitedError
