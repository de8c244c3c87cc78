"""Erasing of requests: what is deleted, and what stays of people who may not have been safe.

The client's page, the command `erase_requests` and the worker call it; each says for whom.
"""

from collections import Counter

from django.db import transaction
from django.db.models import QuerySet

from booking.models import AppointmentRequest, SafetyLevel, SafetyRecord, SafetyStep
from clinic.models import OutgoingEmail
from clinic.privacy import secure_delete


@transaction.atomic
def erase(requests: QuerySet[AppointmentRequest]) -> dict[str, int]:
    """Delete requests with all related rows and their mails. Return the counts by model.

    Answers, consent and events are deleted with the request. For a flagged request a
    `SafetyRecord` without text is kept. Rows are locked first, so that a request that was
    flagged or booked meanwhile is no longer among `requests`.
    """
    secure_delete.truncate_wal_on_commit()
    references = dict(requests.order_by("pk").select_for_update().values_list("pk", "reference"))
    requests = AppointmentRequest.objects.filter(pk__in=list(references))
    about = [f"request:{reference}" for reference in references.values()]
    counts: Counter[str] = Counter()
    SafetyRecord.objects.bulk_create(build_safety_records(requests))
    counts.update(OutgoingEmail.objects.filter(about__in=about).delete()[1])
    counts.update(requests.delete()[1])
    return dict(counts)


def build_safety_records(requests: QuerySet[AppointmentRequest]) -> list[SafetyRecord]:
    """Return the unsaved safety record of each flagged request. It holds no text."""
    records = []
    for appointment_request in requests.filter(safety_flag=True, is_drill=False).order_by("pk"):
        last = appointment_request.safety_steps.filter(kind=SafetyStep.Kind.OUTCOME).last()
        records.append(
            SafetyRecord(
                reference=appointment_request.reference,
                safety_level=appointment_request.safety_level or SafetyLevel.NOT_SAFE,
                received_at=appointment_request.created_at,
                outcome=last.outcome if last else "",
                outcome_at=last.at if last else None,
                outcome_by=last.by if last else None,
            )
        )
    return records
