from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.db import transaction

from booking.models import Clinician

SAMPLES = (
    ("sample-clinician-a", "Sample clinician A"),
    ("sample-clinician-b", "Sample clinician B"),
)


class Command(BaseCommand):
    help = "Makes two sample clinicians for a local copy. Safe to run again."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        for slug, name in SAMPLES:
            Clinician.objects.get_or_create(slug=slug, defaults={"name": name})
        user = get_user_model().objects.filter(username="clinician").first()
        if user and not Clinician.objects.filter(user=user).exists():
            Clinician.objects.filter(slug=SAMPLES[0][0], user=None).update(user=user)
        self.stdout.write(f"Sample clinicians: {Clinician.objects.count()}.")
