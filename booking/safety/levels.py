"""The safety level of requests that came in before there was a column for it.

The answer is sealed, so no migration can fill the column by itself. Each batch is a
transaction of its own: killed at any moment, the worker finds the rest.
"""

from django.db import transaction

from booking.intake.forms.base import SAFETY_LEVELS
from booking.models import AppointmentRequest, IntakeAnswers, SafetyLevel
from booking.models.choices import Safe
from clinic.privacy.sealed import UnreadableError

BATCH_SIZE, BATCHES = 500, 10


def fill_missing_levels() -> int:
    """The worker's job: a few batches; returns how many requests were filled in."""
    done = 0
    for _ in range(BATCHES):
        filled = _fill_batch()
        done += filled
        if filled < BATCH_SIZE:
            break
    return done


@transaction.atomic
def _fill_batch() -> int:
    unknown = AppointmentRequest.objects.filter(safety_level__isnull=True)
    rows = dict(unknown.order_by("created_at").values_list("pk", "safety_flag")[:BATCH_SIZE])
    calm = [pk for pk, flagged in rows.items() if not flagged]
    unknown.filter(pk__in=calm, safety_flag=False).update(safety_level=SafetyLevel.SAFE)
    flagged = [pk for pk in rows if pk not in set(calm)]
    for answers in IntakeAnswers.objects.filter(pk__in=flagged):
        unknown.filter(pk=answers.pk).update(safety_level=level_of(answers))
    # Flagged, and without a row of answers: nobody can say that it is less than this.
    unknown.filter(pk__in=flagged).update(safety_level=SafetyLevel.NOT_SAFE)
    return len(rows)


def level_of(answers: IntakeAnswers) -> SafetyLevel:
    """What a flagged person answered; what cannot be read counts as not safe."""
    try:
        level = SAFETY_LEVELS[Safe(answers.read("safe_now"))]
    except (UnreadableError, ValueError):
        return SafetyLevel.NOT_SAFE
    return level or SafetyLevel.NOT_SAFE
