"""Fill in the safety level of requests that were stored before the column existed.

The answer is sealed, so a migration could not fill the column. Each batch is a transaction of
its own, so that the worker can be stopped at any time and continues later.
"""

from django.db import transaction

from booking.intake.forms.base import SAFETY_LEVELS
from booking.models import AppointmentRequest, IntakeAnswers, SafetyLevel
from booking.models.choices import Safe
from clinic import work
from clinic.privacy.sealed import UnreadableError

BATCH_SIZE, BATCHES = 500, 10


def fill_missing_levels() -> int:
    """Fill in a few batches, as a job of the worker. Return the number of requests."""
    return work.run_batches(_fill_batch, size=BATCH_SIZE, most=BATCHES)


@transaction.atomic
def _fill_batch() -> int:
    unknown = AppointmentRequest.objects.filter(safety_level__isnull=True)
    rows = dict(unknown.order_by("created_at").values_list("pk", "safety_flag")[:BATCH_SIZE])
    safe = [pk for pk, flagged in rows.items() if not flagged]
    unknown.filter(pk__in=safe, safety_flag=False).update(safety_level=SafetyLevel.SAFE)
    flagged = [pk for pk in rows if pk not in set(safe)]
    for answers in IntakeAnswers.objects.filter(pk__in=flagged):
        unknown.filter(pk=answers.pk).update(safety_level=level_of(answers))
    # Flagged requests without answers get the highest level.
    unknown.filter(pk__in=flagged).update(safety_level=SafetyLevel.NOT_SAFE)
    return len(rows)


def level_of(answers: IntakeAnswers) -> SafetyLevel:
    """Return the level of a flagged request; NOT_SAFE if the answer cannot be read."""
    try:
        level = SAFETY_LEVELS[Safe(answers.read("safe_now"))]
    except (UnreadableError, ValueError):
        return SafetyLevel.NOT_SAFE
    return level or SafetyLevel.NOT_SAFE
