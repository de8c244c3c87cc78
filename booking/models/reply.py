"""What reception writes to the person who asked."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from booking import placeholders
from booking.models.request import AppointmentRequest
from clinic import sealed
from clinic.models import OutgoingEmail


class ReplyTemplate(models.Model):
    """Words that reception uses often, with {placeholders} (`booking.placeholders`)."""

    title = models.CharField(max_length=80, unique=True)
    text = models.TextField(max_length=5000)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        placeholders.check(self.text)


class Reply(models.Model):
    """One answer to a person, sealed; it can be taken back until its mail is due."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    appointment_request = models.ForeignKey(
        AppointmentRequest, on_delete=models.CASCADE, related_name="replies"
    )
    text = models.BinaryField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    mail = models.OneToOneField(
        OutgoingEmail, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
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

    def place_of(self, column: str) -> str:
        """What its seal is bound to."""
        return f"booking_reply.{column}.{self.pk}"

    def put(self, text: str) -> None:
        self.text = sealed.seal(text, place=self.place_of("text"))

    def read(self) -> str:
        """The text as written; raises `sealed.UnreadableError`."""
        return sealed.open_sealed(self.text, place=self.place_of("text"))
