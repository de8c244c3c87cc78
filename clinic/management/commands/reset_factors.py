from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django_otp import devices_for_user

from clinic.staff import factors


class Command(BaseCommand):
    help = (
        "Removes the second step of somebody who lost theirs, and ends their sessions. "
        "At the next log-in they set up a new one."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--dry-run", action="store_true", help="count, change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        user = get_user_model().objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError("Nobody has that username.")
        if options["dry_run"]:
            count = len(list(devices_for_user(user, confirmed=None)))
            self.stdout.write(f"{count} would be removed (dry run: nothing changed).")
            return
        self.stdout.write(f"{factors.remove_all(user)} removed.")
