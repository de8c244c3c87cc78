"""The history of the crisis lines in Clinic details."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from clinic.privacy.append_only import AppendOnly


class CrisisLinesVersion(AppendOnly):
    """The crisis lines from `at` on, and who changed them.

    The first version has no user: it is the state before the first change. The database
    refuses to change or delete a row (migration 0009).
    """

    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    #: The lines in order, each a dict of `FIELDS`.
    lines = models.JSONField()
    put_back = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="version put back",
    )

    FIELDS = ("name", "phone", "text", "note", "on_every_page")

    class Meta:
        ordering = ["-pk"]
        verbose_name = "version of the crisis lines"
        verbose_name_plural = "versions of the crisis lines"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"

    @classmethod
    def rows(cls, lines: Any) -> list[dict[str, Any]]:
        """Return crisis lines in the form of the column `lines`."""
        return [{name: getattr(line, name) for name in cls.FIELDS} for line in lines]
