"""Links by which clients open their own request, without an account."""

import hashlib
import secrets

from django.db import models
from django.utils import timezone

from booking.models.request import AppointmentRequest

TOKEN_BYTES = 32


class ClientLink(models.Model):
    """A link in a mail to the client. Whoever has it may see and change one request.

    Only a hash of the token is stored, so that the table alone gives no access.
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
        """Create a link. Return it with its token, which is not stored."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        link = cls.objects.create(
            appointment_request=appointment_request, token_hash=hash_of(token)
        )
        appointment_request.newest_link = link
        return link, token

    @classmethod
    def find(cls, token: str) -> "ClientLink | None":
        links = cls.objects.exclude(appointment_request__is_drill=True)
        return links.filter(token_hash=hash_of(token)).first()


class LinkWanted(models.Model):
    """Somebody asked for a new link. The worker sends it, if the address has open requests.

    A row is stored for every address, known or not, so that response and timing are the same.
    """

    email = models.EmailField(max_length=254)
    at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "links wanted"

    def __str__(self) -> str:
        return f"Wanted {self.pk}"


def hash_of(token: str) -> str:
    """Return the SHA-256. No salt is needed, as the token has 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()
