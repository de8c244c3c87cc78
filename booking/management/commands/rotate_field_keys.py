from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from booking import resealing


class Command(BaseCommand):
    help = (
        "Seals all answers again with the first key in FIELD_KEYS. Safe to run while the site "
        "serves, and to run again after it was stopped. Try it with --dry-run first."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count, change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        counts, unreadable = resealing.reseal_all(dry_run=options["dry_run"])
        what = "would be sealed again (dry run)" if options["dry_run"] else "sealed again"
        self.stdout.write(f"{counts['resealed']} rows {what}.")
        self.stdout.write(f"{counts['newest']} rows have the newest key already.")
        if not unreadable:
            return
        for name in unreadable:
            self.stderr.write(f"No key opens {name}.")
        raise CommandError(f"{len(unreadable)} rows cannot be opened: keep the old keys.")
