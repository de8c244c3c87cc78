"""Kills the site's processes with -9 at random, while people use it."""

import os
import random
import signal
import subprocess
import threading
from collections import Counter, defaultdict
from pathlib import Path

MAIL_WORKER, WEB_WORKER = "mail worker", "gunicorn worker"


def children() -> dict[int, list[int]]:
    """Processes by the process that started them."""
    found = defaultdict(list)
    for line in _process_table():
        pid, parent = line.split()
        found[int(parent)].append(int(pid))
    return found


def _process_table() -> list[str]:
    if not Path("/proc/self/stat").exists():  # macOS
        command = ["ps", "-A", "-o", "pid=,ppid="]
        return subprocess.run(command, capture_output=True, text=True).stdout.splitlines()
    lines = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            before, _, after = stat.read_text().rpartition(")")
        except (FileNotFoundError, ProcessLookupError):
            continue
        lines.append(f"{before.split()[0]} {after.split()[1]}")
    return lines


class Killer:
    """Kills as long as the block lasts. `serve` starts again what dies, as a host would."""

    def __init__(self, served: int, seed: int, *, pauses: tuple[float, float]) -> None:
        self.served, self.pauses = served, pauses
        self.killed: Counter[str] = Counter()
        self._random = random.Random(seed)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> "Killer":
        self._thread.start()
        return self

    def __exit__(self, *args: object) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._over.wait(self._random.uniform(*self.pauses)):
            kind = self._random.choices([WEB_WORKER, MAIL_WORKER], [9, 1])[0]
            if found := self._find(kind):
                os.kill(self._random.choice(found), signal.SIGKILL)
                self.killed[kind] += 1

    def _find(self, kind: str) -> list[int]:
        """`serve` has two children: gunicorn, which has workers, and the mail worker."""
        by_parent = children()
        ours = by_parent[self.served]
        gunicorn = [pid for pid in ours if by_parent[pid]]
        if kind == MAIL_WORKER:
            return [pid for pid in ours if pid not in gunicorn] if len(ours) == 2 else []
        return [pid for parent in gunicorn for pid in by_parent[parent]]
