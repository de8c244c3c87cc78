"""What a request says about safety, as far as staff must sort and find by it."""

from django.db import models


class SafetyLevel(models.IntegerChoices):
    """What was answered to “Are you safe right now?”, as a number that can be sorted."""

    SAFE = 0, "Safe"
    NOT_SURE = 1, "Not sure"
    NOT_SAFE = 2, "Not safe"


class SafetyColumns(models.Model):
    """Columns of a request about safety. The answer itself is sealed and cannot be sorted."""

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
        """It stays first on the desk, whatever its state."""
        return self.safety_flag and self.safety_outcome_at is None and not self.safety_legacy

    @property
    def awaits_outcome(self) -> bool:
        """Flagged, and nobody has said how it ended, however long ago that was."""
        return self.safety_flag and self.safety_outcome_at is None

    @property
    def safety_word(self) -> str:
        """Not safe, or not sure; nothing where nobody is in doubt."""
        if not self.safety_flag:
            return ""
        known = self.safety_level == SafetyLevel.NOT_SURE
        return str((SafetyLevel.NOT_SURE if known else SafetyLevel.NOT_SAFE).label)
