"""The sealed texts of clients, and their consent."""

import uuid

from django.db import models
from django.utils import timezone

from booking.models.choices import Safe
from booking.models.request import AppointmentRequest
from clinic.privacy import sealed


class IntakeAnswers(models.Model):
    """The answers of the request form that are stored sealed (encrypted)."""

    SEALED_COLUMNS = ("reason", "message", "purpose", "safe_now", "where_now", "emergency_contact")

    appointment_request = models.OneToOneField(
        AppointmentRequest, on_delete=models.CASCADE, primary_key=True, related_name="answers"
    )
    reason = models.BinaryField(default=b"")
    message = models.BinaryField(default=b"")
    purpose = models.BinaryField(default=b"")
    safe_now = models.BinaryField(default=b"")
    # Asked only of a client who may not be safe.
    where_now = models.BinaryField(default=b"", db_default=b"")
    emergency_contact = models.BinaryField(default=b"", db_default=b"")

    class Meta:
        verbose_name_plural = "intake answers"

    def __str__(self) -> str:
        return f"Answers of {self.pk}"

    def place_of(self, column: str) -> str:
        """Return the location that the ciphertext is bound to."""
        return f"booking_intakeanswers.{column}.{self.pk}"

    def put(self, **texts: str) -> None:
        """Seal each text into its column of this row."""
        for column, text in texts.items():
            setattr(self, column, sealed.seal(text, place=self.place_of(column)))

    def read(self, column: str) -> str:
        """Return the decrypted text. Raises `sealed.UnreadableError`."""
        return sealed.open_sealed(getattr(self, column), place=self.place_of(column))

    def read_safe_now(self) -> str:
        return Safe(self.read("safe_now")).label


class SealedText(models.Model):
    """Base class of models with one sealed text, bound to its row."""

    SEALED_COLUMNS = ("text",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    text = models.BinaryField()

    class Meta:
        abstract = True

    def place_of(self, column: str) -> str:
        """Return the location that the ciphertext is bound to."""
        return f"{self._meta.db_table}.{column}.{self.pk}"

    def put(self, text: str) -> None:
        self.text = sealed.seal(text, place=self.place_of("text"))

    def read(self) -> str:
        """Return the decrypted text. Raises `sealed.UnreadableError`."""
        return sealed.open_sealed(self.text, place=self.place_of("text"))


class AddedWord(SealedText):
    """Text that the client added on their own page after sending the request."""

    appointment_request = models.ForeignKey(
        AppointmentRequest, on_delete=models.CASCADE, related_name="added_words"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"Word {self.pk}"


class PrivacyConsent(models.Model):
    """The consent of the client, with its exact wording."""

    appointment_request = models.OneToOneField(
        AppointmentRequest, on_delete=models.CASCADE, primary_key=True, related_name="consent"
    )
    wording = models.TextField()
    wording_version = models.CharField(max_length=20)
    language = models.CharField(max_length=12)
    given_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Consent to {self.wording_version}"
