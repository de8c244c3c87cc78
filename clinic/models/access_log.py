"""The access log: who saw, searched, exported or changed personal data, when and why."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from clinic.privacy.append_only import AppendOnly


class AccessLog(AppendOnly):
    """One access to, or change of, data about a person.

    Entries remain when the data is erased; they contain only the reference of a request. The
    database refuses to change or delete a row (migration 0006).
    """

    class Act(models.TextChoices):
        SAW = "saw", "Opened"
        READ = "read", "Read the answers"
        FOUND = "found", "Found by a search"
        EXPORTED = "exported", "Exported"
        CHANGED = "changed", "Changed"

    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=10, choices=Act.choices)
    about = models.CharField(max_length=80, help_text="As an id, never a person.")
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = "entry"
        verbose_name_plural = "access log"
        indexes = [
            models.Index(fields=["about", "at"], name="access_about"),
            models.Index(fields=["actor", "at"], name="access_actor"),
            models.Index(fields=["at"], name="access_at"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.about} {self.at:%Y-%m-%d %H:%M}"
