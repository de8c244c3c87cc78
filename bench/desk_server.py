"""One filled site that answers lines: an address, or "address<TAB>word" to be searched for.

Run by `bench.desk`: python -m bench.desk_server COUNT. Each answer is a line of JSON.
"""

import json
import os
import sys
import time
from typing import Any

NOT_COUNTED = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE SAVEPOINT")


def ready(count: int) -> Any:
    """Fill the site; gives a client that is logged in as reception."""
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.db import connection
    from django.test import override_settings

    from bench.filling import fill
    from booking.models import AppointmentRequest, IntakeAnswers, PrivacyConsent
    from clinic.finished_pages import changes
    from tests.booking.factories import make_staff
    from tests.clients import StaffClient

    # Templates name static files; their hashed names exist only after collectstatic.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    override_settings(STORAGES=settings.STORAGES | {"staticfiles": plain}).enable()
    call_command("migrate", verbosity=0)
    staff = [make_staff("Reception") for _ in range(3)]
    fill(connection, count, [user.pk for user in staff])
    for asked in AppointmentRequest.objects.filter(pk__in=[count, count // 2]):
        answers = IntakeAnswers(appointment_request=asked)
        answers.put(reason="Sleep", message="", purpose="", safe_now="yes")
        answers.save(force_insert=True)
        PrivacyConsent.objects.create(
            appointment_request=asked, wording="Sample", wording_version="1", language="en"
        )
    changes.renew()  # as after every start: what pages share is read once
    client = StaffClient(SERVER_NAME="127.0.0.1")
    client.force_login(get_user_model().objects.get(pk=staff[0].pk))
    return client


def ask(client: Any, line: str) -> dict[str, Any]:
    """Seconds without counting, then queries with it."""
    from django.core.cache import cache
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from booking.desk import figures

    path, _, term = line.partition("\t")

    def forget_figures() -> None:
        cache.delete(figures.cache_key(timezone.now()))

    def answer() -> Any:
        return client.post(path, {"term": term}) if term else client.get(path)

    forget_figures()
    started = time.perf_counter()
    status = answer().status_code
    seconds = time.perf_counter() - started
    forget_figures()
    with CaptureQueriesContext(connection) as queries:
        answer()
    told = [q for q in queries if not q["sql"].startswith(NOT_COUNTED)]
    slowest = max(queries.captured_queries, key=lambda query: float(query["time"]))
    return {
        "seconds": seconds,
        "queries": len(told),
        "status": status,
        "slowest": slowest["sql"][:4000],
        "slowest_seconds": slowest["time"],
    }


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")
    django.setup()
    client = ready(int(sys.argv[1]))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(ask(client, line.rstrip("\n"))) + "\n")
        sys.stdout.flush()
