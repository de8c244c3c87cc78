"""Columns about safety that staff sort and filter by."""

from django.db import models


class SafetyLevel(models.IntegerChoices):
    """The answer to “Are you safe right now?” as a sortable number."""

    SAFE = 0, "Safe"
    NOT_SURE = 1, "Not sure"
    NOT_SAFE = 2, "Not safe"


class SafetyColumns(models.Model):
    """Columns about safety. The answer itself is sealed and cannot be sorted."""

    safety_flag = models.BooleanField(default=False)
    safety_level = models.PositiveSmallIntegerField(
        choices=SafetyLevel.choices,
        null=True,
        blank=True,
        help_text="Empty: not filled in yet, and counted as not safe (`booking.safety.levels`).",
    )
    safety_outcome_at = models.DateTimeField(
        null=True, blank=True, help_text="When a clinician or the lead recorded an outcome."
    )
    safety_legacy = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Ended before outcomes were recorded: on the lead's list until looked at.",
    )
    erase_wanted_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="The person wants it erased, which waits for the safety outcome.",
    )
    is_drill = models.BooleanField(
        default=False, db_default=False, help_text="A fire drill: nobody asked for this."
    )

    class Meta:
        abstract = True

    @property
    def needs_safety_outcome(self) -> bool:
        """Whether the request is in the safety lane, whatever its state."""
        return self.safety_flag and self.safety_outcome_at is None and not self.safety_legacy

    @property
    def awaits_outcome(self) -> bool:
        """Whether it is flagged without an outcome, legacy requests included."""
        return self.safety_flag and self.safety_outcome_at is None

    @property
    def safety_word(self) -> str:
        """Return “Not safe” or “Not sure”, or "" for a request that is not flagged."""
        if not self.safety_flag:
            return ""
        is_not_sure = self.safety_level == SafetyLevel.NOT_SURE
        return str((SafetyLevel.NOT_SURE if is_not_sure else SafetyLevel.NOT_SAFE).label)
