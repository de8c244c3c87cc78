"""Which edition of the site readers get: a token that changes with every word they can see.

Finished pages are kept under the edition they were made in (`clinic.finished_pages.cache`), so
a new token is all it takes to forget them, in every process at once. Here it is read and
written where every process looks before each answer; `clinic.finished_pages.changes` says when.
"""

import os
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db import connection

KEY = "edition"  # where several machines share a cache

_read: tuple[tuple[int, int], str] | None = None  # the file as last read, and its token
_remembered: dict[str, tuple[str, Any]] = {}


def current() -> str | None:
    """The token, or None if there is none: then nothing may be kept."""
    global _read
    if settings.EDITION_FILE is None:
        found = caches["pages"].get(KEY)
        return found if isinstance(found, str) else None
    try:
        status = os.stat(settings.EDITION_FILE)  # noqa: PTH116  (half the time of Path.stat)
        seen = (status.st_ino, status.st_mtime_ns)
        if _read is None or _read[0] != seen:
            _read = (seen, Path(settings.EDITION_FILE).read_text())
    except (OSError, ValueError):  # not there, or not text: the worker writes a new one
        return None
    return _read[1]


def start(changed: str) -> None:
    """Begin a new edition, which knows of changes until then. Raises what the cache raises."""
    token = f"{changed} {uuid.uuid4().hex}"
    if settings.EDITION_FILE is None:
        caches["pages"].set(KEY, token, None)
    else:
        write(Path(settings.EDITION_FILE), token)


def write(path: Path, token: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{uuid.uuid4().hex}")
    try:
        part.write_text(token)
        # File systems count moments in milliseconds; two editions must not look the same.
        os.utime(part, ns=(time.time_ns(), time.time_ns()))
        part.replace(path)
    except OSError:
        # A full disk can still forget: no edition, no kept page.
        path.unlink(missing_ok=True)
        part.unlink(missing_ok=True)
        raise


def remember(name: str, make: Callable[[], Any]) -> Any:
    """What `make` returns, made once an edition in this process.

    Inside a transaction nothing is remembered: what it sees may never be committed.
    """
    token = current()
    if token is None or connection.in_atomic_block:
        return make()
    kept = _remembered.get(name)
    if kept is None or kept[0] != token:
        kept = (token, make())
        _remembered[name] = kept
    return kept[1]
