from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from newsletter.list import erasing


class Command(BaseCommand):
    help = (
        "Forgets addresses that asked for the newsletter and never confirmed, once no link to "
        "do so works any more. The worker does the same every hour."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count, forget nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            people = 0
            while done := erasing.purge_unconfirmed():
                people += done
            mails = erasing.delete_nothing_held_mails()
            transaction.set_rollback(options["dry_run"])
        result = "would be forgotten (dry run)" if options["dry_run"] else "forgotten"
        self.stdout.write(f"{people} unconfirmed addresses {result}.")
        self.stdout.write(f"{mails} mails to unknown addresses {result}.")
