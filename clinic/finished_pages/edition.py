"""The edition: a token for the state of all public content, new after every visible change.

Cached pages are stored under the edition they were rendered in (`clinic.finished_pages.cache`),
so a new token invalidates them all in every process at once. This module reads and writes the
token, which every process reads before each response; `clinic.finished_pages.changes` decides
when to start a new one.
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

KEY = "edition"  # in the cache that several machines share

_read: tuple[tuple[int, int], str] | None = None  # the file as last read, and its token
_remembered: dict[str, tuple[str, Any]] = {}


def current() -> str | None:
    """Return the token, None if there is none: then nothing may be cached."""
    global _read
    if settings.EDITION_FILE is None:
        token = caches["pages"].get(KEY)
        return token if isinstance(token, str) else None
    try:
        status = os.stat(settings.EDITION_FILE)  # noqa: PTH116  (half the time of Path.stat)
        seen = (status.st_ino, status.st_mtime_ns)
        if _read is None or _read[0] != seen:
            _read = (seen, Path(settings.EDITION_FILE).read_text())
    except (OSError, ValueError):  # missing or not text: the worker writes a new one
        return None
    return _read[1]


def start(changed: str) -> None:
    """Start a new edition that includes changes up to `changed`. Raises errors of the cache."""
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
        # File systems may store times in milliseconds; two editions must have different ones.
        os.utime(part, ns=(time.time_ns(), time.time_ns()))
        part.replace(path)
    except OSError:
        # A full disk still allows deletion: without an edition no cached page is served.
        path.unlink(missing_ok=True)
        part.unlink(missing_ok=True)
        raise


def remember(name: str, make: Callable[[], Any]) -> Any:
    """Return the result of `make`, called once in each edition and process.

    Inside a transaction nothing is remembered, because what it reads may never be committed.
    """
    token = current()
    if token is None or connection.in_atomic_block:
        return make()
    remembered = _remembered.get(name)
    if remembered is None or remembered[0] != token:
        remembered = (token, make())
        _remembered[name] = remembered
    return remembered[1]
