"""Health checks: `/healthz` (the process is alive) and `/readyz` (it can serve requests)."""

import logging
import uuid
from collections.abc import Callable
from datetime import timedelta

from django.core.cache import caches
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from clinic import work
from clinic.models import Mark, OutgoingEmail
from clinic.postgresql import capacity
from clinic.privacy import field_keys

logger = logging.getLogger(__name__)
State = OutgoingEmail.State
# Longer than one pass with a provider that hangs: five mails with a timeout of ten seconds.
WORKER_SILENT = timedelta(seconds=90)
MAIL_LATE = timedelta(minutes=15)


def healthz(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"alive": True})


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def _connections() -> bool:
    return capacity.has_free_connection()


def _migrations() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _field_keys() -> bool:
    return field_keys.keys_open_database()


def _cache() -> bool:
    caches["default"].set("readyz", token := uuid.uuid4().hex, 60)
    return bool(caches["default"].get("readyz") == token)


def _mail() -> bool:
    late = OutgoingEmail.objects.filter(
        state__in=[State.QUEUED, State.SENDING, State.RETRYING],
        created_at__lt=timezone.now() - MAIL_LATE,
    )
    return not late.exists()


def _worker() -> bool:
    age = Mark.age(work.HEARTBEAT)
    return age is not None and age < WORKER_SILENT


CHECKS: dict[str, Callable[[], bool]] = {
    "database": _database,
    "connections": _connections,
    "migrations": _migrations,
    "field_keys": _field_keys,
    "cache": _cache,
    "mail": _mail,
    "worker": _worker,
}


@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """200 if all checks pass, else 503; the JSON contains the result of each."""
    results = dict.fromkeys(CHECKS, False)
    for name, check in CHECKS.items():
        try:
            results[name] = check()
        except Exception:
            logger.warning("readyz: %s could not be checked", name)
        if not results["database"]:
            break  # each of the others would wait for the database again
    return JsonResponse(results, status=200 if all(results.values()) else 503)
