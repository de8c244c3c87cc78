from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from clinic.staff.demo import make_demo_duty, make_demo_staff

#: In this order: rooms hang their pages below the home page.
ROOMS = ("pages", "booking", "newsletter")


class Command(BaseCommand):
    help = "Loads the sample site and, with DEMO on, demo log-ins and duty. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        # Before the rooms: they may link a sample to its demo log-in.
        call_command("roles", verbosity=0)
        make_demo_staff()
        for room in ROOMS:
            call_command(f"sample_{room}")
        make_demo_duty()
        # Once more: some rights hang on pages that now exist.
        call_command("roles", verbosity=0)
