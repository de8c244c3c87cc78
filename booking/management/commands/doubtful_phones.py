from typing import Any

from django.core.management.base import BaseCommand

from booking import phones
from booking.models import AppointmentRequest


class Command(BaseCommand):
    help = (
        "Lists the references of requests whose phone number an older version may have read "
        "wrongly, for a person to look at. Changes nothing, and prints no number."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        rows = AppointmentRequest.objects.exclude(phone="").order_by("created_at", "pk")
        columns = ("reference", "phone", "phone_normalised")
        count = 0
        for reference, typed, normalised in rows.values_list(*columns).iterator(chunk_size=2000):
            if phones.is_doubtful(typed, normalised):
                count += 1
                self.stdout.write(reference)
        self.stdout.write(f"{count} of {rows.count()} numbers to look at.")
