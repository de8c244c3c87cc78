"""The index for the search by name: clients are found by the start of any part."""

from django.db import models

from booking.models.request import AppointmentRequest


class NamePart(models.Model):
    """One word of a name in a request, in lower case without accents."""

    appointment_request = models.ForeignKey(
        AppointmentRequest, on_delete=models.CASCADE, related_name="name_parts"
    )
    part = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["part", "appointment_request"], name="name_part_once")
        ]

    def __str__(self) -> str:
        return f"Part {self.pk}"
