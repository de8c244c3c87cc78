"""Safety steps and handovers for clients who may not be safe, until an outcome is recorded."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from booking.models.intake import SealedText
from booking.models.request import AppointmentRequest
from booking.models.safety_columns import SafetyLevel
from clinic.privacy.append_only import AppendOnly


class Outcome(models.TextChoices):
    """How a safety concern ended. Only a clinician or the lead records it."""

    SAFE = "safe", "Safe now, and what was agreed"
    EMERGENCY = "emergency", "With emergency services"
    CLINICIAN = "clinician", "With their own clinician or GP"
    NOBODY = "nobody", "Nobody real: spam, a test or a fire drill"
    REVIEWED = "reviewed", "Looked at later: nothing left to do"


class SafetyStep(SealedText):
    """A step that staff took. Its text is sealed; the event recorded with it has none."""

    class Kind(models.TextChoices):
        FLAGGED = "flagged", "May not be safe"
        NO_ANSWER = "no_answer", "Tried, no answer"
        SPOKE = "spoke", "Spoke with them"
        EXCEPTION = "exception", "Contact rule set aside"
        OUTCOME = "outcome", "Outcome recorded"

    appointment_request = models.ForeignKey(
        AppointmentRequest, on_delete=models.CASCADE, related_name="safety_steps"
    )
    kind = models.CharField(max_length=12, choices=Kind.choices)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="outcome") & ~Q(outcome=""))
                | (~Q(kind="outcome") & Q(outcome="")),
                name="safety_step_outcome_has_its_word",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class HandoverQuerySet(models.QuerySet["Handover"]):
    def in_force(self) -> "HandoverQuerySet":
        """Return handovers made since the last flag and the last outcome.

        A newer flag ends earlier handovers, because whoever was asked does not know of it.
        """
        ends = [SafetyStep.Kind.OUTCOME, SafetyStep.Kind.FLAGGED]
        request, at = OuterRef("appointment_request"), OuterRef("at")
        later = SafetyStep.objects.filter(appointment_request=request, kind__in=ends, at__gte=at)
        return self.filter(~Exists(later))


class Handover(SealedText):
    """A member of staff is asked by name to look after a client, and says “I have it”.

    `by` is empty if the worker handed over in the closing round. Until the handover is
    acknowledged it is escalated to the next person; `rank` is the level reached.
    """

    class Rank(models.IntegerChoices):
        NAMED = 0, "The person it was handed to"
        SECOND = 1, "The second on duty"
        OWNER = 2, "The owner"

    appointment_request = models.ForeignKey(
        AppointmentRequest, on_delete=models.CASCADE, related_name="handovers"
    )
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: nobody was on duty, and the last resort was asked.",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    rank = models.PositiveSmallIntegerField(choices=Rank.choices, default=Rank.NAMED)
    asked_at = models.DateTimeField(default=timezone.now, help_text="When somebody was last asked.")
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = HandoverQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [
            models.Index(
                fields=["asked_at"],
                name="handover_waiting",
                condition=Q(acknowledged_at__isnull=True),
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True, acknowledged_by__isnull=True)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="handover_acknowledged_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"Handover {self.pk}"


class SafetyRecord(AppendOnly):
    """What remains of a flagged request after it is erased: a record without any text."""

    reference = models.CharField(max_length=12)
    safety_level = models.PositiveSmallIntegerField(choices=SafetyLevel.choices)
    received_at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    outcome_at = models.DateTimeField(null=True)
    outcome_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    erased_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["erased_at", "pk"]

    def __str__(self) -> str:
        return f"{self.reference}: {self.outcome}"
