import signal
import threading
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from clinic import work
from clinic.deployment import private_files
from clinic.privacy import field_keys


class Command(BaseCommand):
    help = "Does what is due: mails, newsletters, schedules, clean-up. Ends on SIGTERM."

    def handle(self, *args: Any, **options: Any) -> None:
        private_files.restrict_permissions(settings.VAR_DIR)
        field_keys.refuse_wrong_keys()
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        work.run_forever(stop)
