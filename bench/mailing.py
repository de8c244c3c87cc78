"""One site with very many readers: how fast a campaign leaves, and how much memory it takes.

Run by `bench.sending`: python -m bench.mailing READERS. Prints one line of JSON.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

BATCH, BATCHES, SINGLES, ROUNDS = 500, 4, 60, 7
WARM_READERS = BATCH * BATCHES * (ROUNDS + 1)


def peak() -> float:
    """The most memory this process has had so far, in MB; Linux only."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise AssertionError("no VmHWM")


def forget_peak() -> None:
    """Count from what is held now (proc(5), clear_refs)."""
    Path("/proc/self/clear_refs").write_text("5")


def grown(work: Callable[[], Any]) -> tuple[float, Any]:
    """By how many MB this process grew at most while it worked, and the result."""
    forget_peak()
    before = peak()
    result = work()
    return peak() - before, result


def subscribe(readers: int) -> None:
    """Rows made by the database itself; the last ones are as good as the first."""
    from django.db import connection
    from django.utils import timezone

    from bench.filling import NUMBERS, WORDS
    from newsletter.models import Subscriber

    words = WORDS[connection.vendor]
    email = "'reader' || n || '@example.org'"
    row = {
        "public_id": words["uuid"].format(key="n"), "email": email, "email_normalised": email,
        "address_hash": "'hash' || n", "state": "'confirmed'", "created_at": "%s",
        "confirmed_at": "%s",
    }  # fmt: skip
    moment = Subscriber._meta.get_field("created_at").get_db_prep_value(timezone.now(), connection)
    numbers = NUMBERS[connection.vendor].format(count=readers)
    columns, values = ", ".join(row), ", ".join(row.values())
    yes = {
        "subscriber_id": "id", "kind": "'confirmed'", "method": "'link'", "at": "%s",
        "wording_id": "(SELECT MAX(id) FROM newsletter_consentwording)", "wording_text": "'Yes'",
        "placement": "''", "page_path": "''", "language": "''", "basis": "''", "origin": "''",
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO newsletter_subscriber ({columns}) "  # noqa: S608
            f"SELECT {values} FROM ({numbers}) AS s",
            [moment, moment],
        )
        cursor.execute(
            f"INSERT INTO newsletter_consentevent ({', '.join(yes)}) "  # noqa: S608
            f"SELECT {', '.join(yes.values())} FROM newsletter_subscriber",
            [moment],
        )
        cursor.execute("ANALYZE")


def singles(campaign: Any, deliveries: list[Any]) -> float:
    """People a second: Anymail, one message after the other on one connection."""
    from django.core.mail import get_connection

    from newsletter.list import basis
    from newsletter.sending import messages

    connection = get_connection("anymail.backends.postmark.EmailBackend")
    connection.open()
    started = time.perf_counter()
    for delivery in deliveries[:SINGLES]:
        messages.single(campaign, delivery, connection, footer=basis.CONFIRMED).send()
    seconds = time.perf_counter() - started
    connection.close()
    return SINGLES / seconds


def bare(campaign: Any, deliveries: list[Any]) -> float:
    """People a second: the same batch calls, and nothing asked or written."""
    from django.core.mail import get_connection

    from newsletter.models import SendBatch
    from newsletter.sending import messages, providers

    batch = SendBatch(campaign=campaign, provider="postmark")
    started = time.perf_counter()
    for _ in range(BATCHES):
        connection = get_connection(providers.current().backend)
        connection.open()
        message = messages.batch(
            batch, deliveries, connection, footers={}, before_call=lambda digest: None
        )
        message.send()
        connection.close()
    return BATCH * BATCHES / (time.perf_counter() - started)


def full(campaign: Any) -> float:
    """People a second: claimed, sent and recorded, as the worker does it."""
    from newsletter.sending import worker as sending

    started = time.perf_counter()
    done = sum(sending.send_batch(campaign) for _ in range(BATCHES))
    if done != BATCH * BATCHES:
        raise AssertionError(f"{done} people instead of {BATCH * BATCHES}")
    return done / (time.perf_counter() - started)


def rates(campaign: Any) -> dict[str, float]:
    """Medians of rounds that take turns."""
    deliveries = list(campaign.deliveries.select_related("subscriber").order_by("-pk")[:BATCH])
    ways: list[tuple[str, Callable[[], float]]] = [
        ("single", lambda: singles(campaign, deliveries)),
        ("bare", lambda: bare(campaign, deliveries)),
        ("full", lambda: full(campaign)),
    ]
    found: dict[str, list[float]] = {name: [] for name, _ in ways}
    for turn in range(ROUNDS + 1):
        for name, way in ways if turn % 2 else reversed(ways):
            rate = way()
            if turn:  # the first round warms up
                found[name].append(rate)
    return {name: median(values) for name, values in found.items()}


def progress(campaign: Any) -> dict[str, Any]:
    """Queries, seconds and memory of the pages a sender looks at."""
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from bench.desk_server import NOT_COUNTED
    from tests.clients import StaffClient

    user = get_user_model().objects.create_superuser("bench", "bench@example.org", "bench")
    client = StaffClient(SERVER_NAME="127.0.0.1")
    client.force_login(user)
    page = f"/admin/newsletter/campaign/{campaign.pk}/change/"
    client.get(page)  # what every first page loads
    with CaptureQueriesContext(connection) as queries:
        growth, answer = grown(lambda: client.get(page))
    if answer.status_code != 200:
        raise AssertionError(f"{page}: {answer.status_code}")
    told = [q for q in queries if not q["sql"].startswith(NOT_COUNTED)]
    return {"queries": len(told), "web": growth}


def main(readers: int) -> dict[str, Any]:
    from django.conf import settings
    from django.core.management import call_command
    from django.test import override_settings

    from newsletter.sending import schedule
    from tests.newsletter import many

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    override_settings(STORAGES=settings.STORAGES | {"staticfiles": plain}).enable()
    call_command("migrate", verbosity=0)
    # Loads what a worker has loaded anyway, before memory is counted.
    schedule.begin(many.release())
    subscribe(readers)
    campaign = many.release()
    started = time.perf_counter()
    worker, _ = grown(lambda: schedule.begin(campaign))
    seconds = time.perf_counter() - started
    campaign.refresh_from_db()
    if campaign.planned != readers:
        raise AssertionError(f"{campaign.planned} planned")
    found = {"build": seconds, "worker": worker} | rates(campaign)
    sending, _ = grown(lambda: full(campaign))
    return found | {"sending": sending} | progress(campaign)


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")
    django.setup()
    sys.stdout.write(json.dumps(main(int(sys.argv[1]))) + "\n")
