"""Runs the web and worker processes as children of one process."""

import ctypes
import gc
import logging
import os
import signal
import sys
import time
from collections.abc import Callable
from types import FrameType

logger = logging.getLogger(__name__)

GRACE = 12.0  # seconds from the first signal to SIGKILL; gunicorn's own grace is 10
RESTART_PAUSE = 1.0
PR_SET_PDEATHSIG = 1


def _start(target: Callable[[], None]) -> int:
    """Fork; the child runs `target` and shares the memory of everything loaded so far."""
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        return pid
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    _end_with_parent()
    status = 1
    try:
        target()
        status = 0
    except SystemExit as ending:
        status = ending.code if isinstance(ending.code, int) else 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _end_with_parent() -> None:
    """Have the kernel terminate this process when its parent dies (Linux only, prctl(2))."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _signal_all(pids: dict[int, str], number: int) -> None:
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue


def run(targets: dict[str, Callable[[], None]]) -> None:
    """Run all targets until SIGTERM or SIGINT; restart a target that ends before."""
    stopping_since: float | None = None

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal stopping_since
        if stopping_since is None:
            stopping_since = time.monotonic()
            _signal_all(pids, signal.SIGTERM)

    gc.freeze()  # exclude loaded objects from collection, so that their memory stays shared
    pids: dict[int, str] = {}
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    for name, target in targets.items():
        pids[_start(target)] = name
    while pids:
        pid, status = os.waitpid(-1, os.WNOHANG)
        name = pids.pop(pid, "") if pid else ""
        if name and stopping_since is None:
            logger.error("%s ended with status %s; starting it again", name, status)
            time.sleep(RESTART_PAUSE)
            if stopping_since is None:
                pids[_start(targets[name])] = name
        elif not pid:
            time.sleep(0.1)
        if stopping_since is not None and time.monotonic() - stopping_since > GRACE:
            _signal_all(pids, signal.SIGKILL)
