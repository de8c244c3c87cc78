"""What runs later: rows are the queue, this is the hand that does them.

A room registers its jobs in `AppConfig.ready()`. Each job claims what is due with a
lease, does it and records it, so that any number of workers may run and killing one
costs a lease's length.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.db import close_old_connections, connection, connections, models, transaction
from django.utils import timezone

logger = logging.getLogger(__name__)

IDLE_SECONDS = 1.0  # seconds between passes with nothing due
HEARTBEAT = "worker"


@dataclass
class Job:
    name: str
    run: Callable[[], int]
    every: timedelta | None = None
    next_at: float = field(default=0.0, repr=False)


_jobs: dict[str, Job] = {}


def register(name: str, run: Callable[[], int], *, every: timedelta | None = None) -> None:
    """Have the worker call `run` on each pass, or `every` so often.

    `run` returns how many things it did; as long as that is not 0 it is called again
    soon. It must be safe to run twice at once.
    """
    _jobs[name] = Job(name, run, every)


def claim(
    queryset: models.QuerySet[Any], limit: int, *, lease: timedelta, **changes: Any
) -> list[Any]:
    """Take up to `limit` rows for this worker and commit, so that no other takes them.

    Sets `lease_until` and `changes`. PostgreSQL skips rows another worker is taking;
    SQLite allows one writer at a time anyway.
    """
    skip = connection.features.has_select_for_update_skip_locked
    with transaction.atomic():
        rows = list(queryset.select_for_update(skip_locked=skip)[:limit])
        changes["lease_until"] = timezone.now() + lease
        queryset.model._default_manager.filter(pk__in=[r.pk for r in rows]).update(**changes)
    for row in rows:
        for name, value in changes.items():
            setattr(row, name, value)
    return rows


def publish_scheduled() -> int:
    """Wagtail's pages that go live or expire about now."""
    call_command("publish_scheduled")
    return 0


def forget_sessions() -> int:
    """Log-ins that have ended."""
    call_command("clearsessions")
    return 0


def record_heartbeat() -> None:
    """Say that a worker is alive; `/readyz` reads it."""
    from clinic.models import Mark

    Mark.set(HEARTBEAT)


class _Heartbeat:
    """Says it every ten seconds at most, however often it is asked to."""

    EVERY, INTERVAL_AFTER_FAILURE = 10.0, 2.0

    def __init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        self._next = 0.0

    def __call__(self) -> None:
        now = time.monotonic()
        if now < self._next:
            return
        try:
            record_heartbeat()
            self._next = now + self.INTERVAL
        except Exception:
            logger.exception("heartbeat failed")
            self._next = now + self.INTERVAL_AFTER_FAILURE
            close_old_connections()


#: Call it between parts of a job that may take long together.
heartbeat = _Heartbeat()


def run_due(now: float) -> int:
    """One pass over all jobs; a job that fails is logged and does not stop the others."""
    done = 0
    for job in _jobs.values():
        if job.next_at > now:
            continue
        heartbeat()
        try:
            done += job.run()
            job.next_at = now + job.every.total_seconds() if job.every else now
        except Exception:
            logger.exception("job %s failed", job.name)
            job.next_at = now + 5
            close_old_connections()
    return done


def run_forever(stop: threading.Event) -> None:
    """Work until `stop` is set; finishes what it holds first."""
    heartbeat.restart()
    while not stop.is_set():
        heartbeat()
        if not run_due(time.monotonic()):
            stop.wait(IDLE_SECONDS)
    connections.close_all()
