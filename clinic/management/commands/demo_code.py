import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clinic.models import AuthenticatorApp
from clinic.staff.demo import demo_staff
from clinic.staff.factors import app_of


class Command(BaseCommand):
    help = "Prints the second step of the demo log-ins, as their app would show it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", nargs="?", help="one of them; default: all")

    def handle(self, *args: Any, **options: Any) -> None:
        username = options["username"]
        users = [u for u in demo_staff() if username in (None, u.get_username())]
        if not users:
            raise CommandError("No such demo log-in in this copy.")
        for user in users:
            app = app_of(user)
            self.stdout.write(f"{user.get_username():<10} {_code(app) if app else 'has no app'}")


def _code(app: AuthenticatorApp) -> str:
    """Return the current code, or the next one if the current one was used."""
    totp = app.totp()
    if totp.t() <= app.last_step:
        totp.time = time.time() + totp.step
    return f"{totp.token():06}"
