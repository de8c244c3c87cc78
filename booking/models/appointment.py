"""Appointments agreed with clients."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from booking.models.choices import Format
from booking.models.clinician import Clinician
from booking.models.request import AppointmentRequest


class Appointment(models.Model):
    """A time agreed by phone or mail. The latest one of a request is valid."""

    appointment_request = models.ForeignKey(
        AppointmentRequest, on_delete=models.CASCADE, related_name="appointments"
    )
    starts_at = models.DateTimeField()
    clinician = models.ForeignKey(
        Clinician, on_delete=models.PROTECT, null=True, blank=True, related_name="appointments"
    )
    format = models.CharField(max_length=12, choices=Format.choices)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    agreed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["agreed_at", "pk"]

    def __str__(self) -> str:
        return f"Appointment {self.pk}"
