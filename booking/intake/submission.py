"""Storing a request with all related rows, once for each form key."""

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction

from booking import answer_clock, references
from booking.actions import EventKind, record_event
from booking.errors import RateLimitedError
from booking.intake import consent, mail_limits
from booking.mails import compose as compose
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
#: Guaranteed to each network even when the total limit is reached.
GUARANTEED_PER_NETWORK = 60
REFERENCE_ATTEMPTS = 5


def submit(columns: dict[str, Any], *, answers: dict[str, str], network: str) -> AppointmentRequest:
    """Store a request with all related rows, or return the one stored from the same form.

    `columns` are columns of AppointmentRequest, `answers` of IntakeAnswers. Raises
    `RateLimitedError`; then nothing is stored.
    """
    clinic = ClinicDetails.current()  # cached outside a transaction
    with transaction.atomic():
        appointment_request, is_new = store(columns, answers, clinic, agreed=consent.form_consent())
        if not is_new:
            return appointment_request
        mails = compose.staff_notices(appointment_request, clinic)
        if mail_limits.allow_receipt(appointment_request):
            _link, token = ClientLink.make(appointment_request)
            mails.insert(0, compose.receipt(appointment_request, token, clinic))
        outbox.put(mails)
        _check_rate_limit(network)  # last, because all requests lock the same counter
    return appointment_request


def store(
    columns: dict[str, Any],
    answers: dict[str, str],
    clinic: ClinicDetails,
    *,
    agreed: consent.ConsentText,
    by: Any = None,
) -> tuple[AppointmentRequest, bool]:
    """Store a request with all related rows but no mails, in the caller's transaction.

    Return the request, and whether it is new or was stored from the same form before.
    """
    appointment_request, is_new = _insert_once(columns, clinic)
    if is_new:
        sealed_answers = IntakeAnswers(appointment_request=appointment_request)
        sealed_answers.put(**answers)
        sealed_answers.save(force_insert=True)
        PrivacyConsent.objects.create(appointment_request=appointment_request, **agreed._asdict())
        record_event(
            appointment_request, EventKind.RECEIVED, by=by, to_state=appointment_request.state
        )
        index_names(appointment_request)
    return appointment_request, is_new


def index_names(appointment_request: AppointmentRequest) -> None:
    """Index the names of a request for search."""
    parts = parts_of(
        appointment_request.name,
        appointment_request.preferred_name,
        appointment_request.client_name,
    )
    NamePart.objects.bulk_create(
        NamePart(appointment_request=appointment_request, part=part) for part in sorted(parts)
    )


def _insert_once(columns: dict[str, Any], clinic: ClinicDetails) -> tuple[AppointmentRequest, bool]:
    """Insert a request, or return the one with the same form key.

    A unique constraint decides between two simultaneous requests.
    """
    new = AppointmentRequest(**columns)
    answer_clock.set_due_at(new, clinic)
    for _ in range(REFERENCE_ATTEMPTS):
        new.reference = references.new()
        try:
            with transaction.atomic():
                new.save(force_insert=True)
            return new, True
        except IntegrityError as error:
            stored = AppointmentRequest.objects.filter(form_key=columns["form_key"]).first()
            if stored:
                return stored, False
            collision = error
    raise collision


def matches_stored(
    stored: AppointmentRequest, columns: dict[str, Any], answers: dict[str, str]
) -> bool:
    """Whether a form has exactly the contents of a stored request."""
    # These may change between two submissions; `safe_now` is compared among the answers.
    changing = (
        "form_key", "therapy_title", "assessment_title", "door", "safety_flag", "safety_level",
    )  # fmt: skip
    return all(
        getattr(stored, column) == value
        for column, value in columns.items()
        if column not in changing
    ) and all(stored.answers.read(column) == text for column, text in answers.items())


def _check_rate_limit(network: str) -> None:
    """Raise `RateLimitedError` above the limits, which allow for a school behind one address."""
    is_below_total = throttle.allow("booking.all", "", limit=TOTAL, per=PERIOD)
    limit = PER_NETWORK if is_below_total else GUARANTEED_PER_NETWORK
    if not throttle.allow("booking.network", network, limit=limit, per=PERIOD):
        raise RateLimitedError
