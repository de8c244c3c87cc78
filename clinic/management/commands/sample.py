from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from clinic.staff.demo import make_demo_duty, make_demo_staff

#: In this order: the other apps create pages below the home page.
APPS = ("pages", "booking", "newsletter")


class Command(BaseCommand):
    help = "Loads the sample site and, with DEMO on, demo log-ins and duty. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        # Before the apps' samples, which may refer to demo users.
        call_command("roles", verbosity=0)
        make_demo_staff()
        for app in APPS:
            call_command(f"sample_{app}")
        make_demo_duty()
        # Again, because some permissions are for pages that exist only now.
        call_command("roles", verbosity=0)
