"""The worker's jobs. Due rows in the database are the queue.

An app registers its jobs in `AppConfig.ready()`. Each job claims due rows with a lease,
processes them and records the result. Any number of workers may run at once; if one is killed,
its rows are processed by another when the lease ends.
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

IDLE_SECONDS = 1.0  # between passes when nothing is due
HEARTBEAT = "worker"


@dataclass
class Job:
    name: str
    run: Callable[[], int]
    every: timedelta | None = None
    next_at: float = field(default=0.0, repr=False)


_jobs: dict[str, Job] = {}


def register(name: str, run: Callable[[], int], *, every: timedelta | None = None) -> None:
    """Register a job that the worker runs on each pass, or at the interval `every`.

    `run` returns how many items it processed; unless that is 0, the next pass follows without
    a pause. It must be safe to run in several workers at once.
    """
    _jobs[name] = Job(name, run, every)


def run_batches(batch: Callable[[], int], *, size: int, most: int) -> int:
    """Call `batch` until it does less than `size` rows, at most `most` times; return the rows.

    A job that has more to do goes on when it is next due, after the others.
    """
    total = 0
    for _ in range(most):
        count = batch()
        total += count
        if count < size:
            break
    return total


def claim(
    queryset: models.QuerySet[Any], limit: int, *, lease: timedelta, **changes: Any
) -> list[Any]:
    """Claim up to `limit` rows for this worker and commit.

    Sets `lease_until` and `changes`. PostgreSQL skips rows that another worker is claiming;
    SQLite allows one writer at a time.
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
    """Publish and unpublish Wagtail pages that are due."""
    call_command("publish_scheduled")
    return 0


def forget_sessions() -> int:
    """Delete expired sessions."""
    call_command("clearsessions")
    return 0


def record_heartbeat() -> None:
    """Record that a worker is alive; `/readyz` reads it."""
    from clinic.models import Mark

    Mark.set(HEARTBEAT)


class _Heartbeat:
    """Records a heartbeat at most once in INTERVAL seconds, however often it is called."""

    INTERVAL, INTERVAL_AFTER_FAILURE = 10.0, 2.0  # seconds

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


#: Call it between the parts of a long job.
heartbeat = _Heartbeat()


def run_due(now: float) -> int:
    """Run all due jobs once; a failure is logged and does not stop the others."""
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
    """Run jobs until `stop` is set; the current pass is finished first."""
    heartbeat.restart()
    while not stop.is_set():
        heartbeat()
        if not run_due(time.monotonic()):
            stop.wait(IDLE_SECONDS)
    connections.close_all()
