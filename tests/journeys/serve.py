"""`manage.py serve` for the main copy: python -m tests.journeys.serve

Its worker makes all finished pages at the start, and not again after each change: journeys of
editors change something every few seconds, and who reads next makes the page. What the worker
does after a change is looked at on a copy of its own (test_finished_pages.py).

Each request has a notice of its own: grouping them would depend on which journeys came before
(tests/booking/test_mail_limits.py).
"""

import os

import django
from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")
    django.setup()
    from booking.intake import mail_limits
    from clinic.finished_pages import warming

    warming.QUIET_SECONDS = float("inf")
    mail_limits.NOTICES_PER_ADDRESS = 1_000_000
    execute_from_command_line(["manage.py", "serve"])


if __name__ == "__main__":
    main()
