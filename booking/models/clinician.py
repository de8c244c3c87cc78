"""Clinicians."""

from django.conf import settings
from django.db import models


class ClinicianQuerySet(models.QuerySet["Clinician"]):
    def active(self) -> "ClinicianQuerySet":
        return self.filter(active=True)


class Clinician(models.Model):
    """A person clients can ask for by name. Their profile page has the same slug."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(unique=True)
    active = models.BooleanField(
        default=True, help_text="Untick to take this person off the request forms."
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="clinician",
        help_text="Their log-in. It lets them read the requests that name them.",
    )

    objects = ClinicianQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
