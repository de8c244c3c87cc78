"""Kills the site's processes with -9 at random, while people use it."""

import os
import random
import signal
import threading
from collections import Counter

from tests.processes import children

MAIL_WORKER, WEB_WORKER = "mail worker", "gunicorn worker"


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
