"""How a client gets back to their own request, without an account."""

import hashlib
import secrets

from django.db import models
from django.utils import timezone

from booking.models.request import AppointmentRequest

TOKEN_BYTES = 32


class ClientLink(models.Model):
    """A link in a mail to the person. Who holds it may see and change one request.

    Only a hash of its token is kept, so that reading the table opens nothing.
    """

    appointment_request = models.ForeignKey(
        AppointmentRequest, on_delete=models.CASCADE, related_name="links"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Link {self.pk}"

    @classmethod
    def make(cls, appointment_request: AppointmentRequest) -> tuple["ClientLink", str]:
        """A new link and its token, which nobody can find out again."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        link = cls.objects.create(
            appointment_request=appointment_request, token_hash=hash_of(token)
        )
        return link, token

    @classmethod
    def find(cls, token: str) -> "ClientLink | None":
        found = cls.objects.exclude(appointment_request__is_drill=True)
        return found.filter(token_hash=hash_of(token)).first()


class LinkWanted(models.Model):
    """Somebody asked for a new link. The worker answers, if there is anything to answer.

    Written for every address, known or not: asking costs and says the same.
    """

    email = models.EmailField(max_length=254)
    at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "links wanted"

    def __str__(self) -> str:
        return f"Wanted {self.pk}"


def hash_of(token: str) -> str:
    """Plain SHA-256: the token has 256 bits of its own (`secrets.token_urlsafe`)."""
    return hashlib.sha256(token.encode()).hexdigest()
