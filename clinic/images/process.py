"""Runs the process that decodes images, with a timeout."""

import json
import os
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from clinic.images.child import MAX_SECONDS, RefusedError
from clinic.postgresql import pool

CHILD = Path(__file__).with_name("child.py")
#: One malloc arena for all threads of the child; no secrets of this process.
ENVIRONMENT = {"PATH": os.defpath, "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1"}
#: At most two children at once for each process of the site, as each may use half a gigabyte.
_slots = BoundedSemaphore(2)


def run_child(action: str, data: bytes, **job: Any) -> tuple[dict[str, Any], bytes]:
    """Return the JSON and the image that `clinic.images.child` makes. Raises RefusedError."""
    line = json.dumps({"act": action} | job).encode()
    pool.release()
    if not _slots.acquire(timeout=MAX_SECONDS):
        raise RefusedError("busy")
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", str(CHILD)],
            input=line + b"\n" + data,
            capture_output=True,
            timeout=MAX_SECONDS,
            env=ENVIRONMENT,
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise RefusedError("work") from error
    finally:
        _slots.release()
    header, _, image = done.stdout.partition(b"\n")
    result: dict[str, Any] = json.loads(header)
    if why := result.get("why"):
        raise RefusedError(why, result.get("pixels", 0))
    return result, image
