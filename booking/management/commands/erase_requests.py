import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from booking import erasing
from booking.models import AppointmentRequest
from booking.models.choices import OPEN_STATES


class Command(BaseCommand):
    help = (
        "Deletes requests with answers, consent, events and mails: one by its reference, or all "
        "that have ended and came in before a date. With a date, whoever has an appointment on "
        "or after it is kept, and whoever said that they may not be safe until an outcome is "
        "recorded. Try it with --dry-run first."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--reference", help="one request, whatever its state")
        which.add_argument(
            "--before", type=datetime.date.fromisoformat, help="ended, and older than YYYY-MM-DD"
        )
        parser.add_argument("--dry-run", action="store_true", help="count, delete nothing")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        requests = AppointmentRequest.objects.all()
        if options["reference"]:
            requests = requests.filter(reference=options["reference"])
            if not requests.exists():
                raise CommandError("There is no request with this reference.")
            if requests.get().awaits_outcome:
                raise CommandError("They may not be safe: a clinician records an outcome first.")
        else:
            start = datetime.datetime.combine(options["before"], datetime.time())
            before = timezone.make_aware(start)
            ended = requests.exclude(state__in=OPEN_STATES).filter(created_at__lt=before)
            requests = ended.erasable(before)
        counts = erasing.erase(requests)
        if options["dry_run"]:
            transaction.set_rollback(True)
        for label, count in sorted(counts.items()):
            self.stdout.write(f"{label}: {count}")
        what = "would be deleted (dry run)" if options["dry_run"] else "deleted"
        number = counts.get("booking.AppointmentRequest", 0)
        self.stdout.write(f"{number} requests {what}.")
