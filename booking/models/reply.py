"""Replies of reception, and their templates."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from booking import placeholders
from booking.models.intake import SealedText
from booking.models.request import AppointmentRequest
from clinic.models import OutgoingEmail


class ReplyTemplate(models.Model):
    """A text that reception uses often, with {placeholders} (`booking.placeholders`)."""

    title = models.CharField(max_length=80, unique=True)
    text = models.TextField(max_length=5000)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        placeholders.check(self.text)


class Reply(SealedText):
    """One sealed answer to a client. It can be taken back until its mail is due."""

    appointment_request = models.ForeignKey(
        AppointmentRequest, on_delete=models.CASCADE, related_name="replies"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    mail = models.OneToOneField(
        OutgoingEmail, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # What it changed, to be restored if it is taken back.
    ask_back = models.BooleanField(default=False, db_default=False)
    client_wrote_at = models.DateTimeField(
        null=True, blank=True, help_text="The unread word that it answered."
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        ordering = ["at", "pk"]
        verbose_name_plural = "replies"
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="reply_undone_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"Reply {self.pk}"
