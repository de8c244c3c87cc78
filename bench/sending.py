"""How fast a newsletter leaves, beside Anymail alone, and what a million readers cost.

Run by itself with fewer: python -m bench.sending [READERS]
"""

import contextlib
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from bench import mailing
from bench.report import RESULTS, table
from clinic import launch
from tests import postgres

READERS, MILLISECONDS = 1_000_000, 30
#: Issue 6: of single sends, of bare batch calls, MB, queries.
SINGLE, BARE, MEMORY, QUERIES = 25, 0.6, 50, 10


@contextlib.contextmanager
def provider() -> Iterator[str]:
    """The address of a provider in a process of its own."""
    process = subprocess.Popen(
        [str(launch.PYTHON), "-m", "bench.answering", str(MILLISECONDS)],
        cwd=launch.BASE_DIR, text=True, stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert process.stdout is not None  # noqa: S101
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}/"
    finally:
        process.terminate()
        process.wait(timeout=20)


def measure(name: str, readers: int, **more: str) -> tuple[object, ...]:
    """One line of the table, on a site of its own."""
    with tempfile.TemporaryDirectory() as folder, provider() as address:
        launch.VAR_DIR = Path(folder)
        launch.ensure_local_env()
        environment = {
            "VAR_DIR": folder, "DEMO": "0", "EMAIL_PROVIDER": "postmark",
            "ANYMAIL_POSTMARK_SERVER_TOKEN": "bench", "ANYMAIL_POSTMARK_API_URL": address,
            "ANYMAIL_WEBHOOK_SECRET": "bench:bench", "NEWSLETTER_BATCH": str(mailing.BATCH),
        } | more  # fmt: skip
        run = subprocess.run(
            [str(launch.PYTHON), "-m", "bench.mailing", str(readers)],
            env=os.environ | environment, cwd=launch.BASE_DIR, check=True, stdout=subprocess.PIPE,
        )  # fmt: skip
    return _row(name, json.loads(run.stdout.splitlines()[-1]))


def _row(name: str, found: dict[str, Any]) -> tuple[object, ...]:
    to_single, to_bare = found["full"] / found["single"], found["full"] / found["bare"]
    memory = max(found["worker"], found["sending"], found["web"])
    fits = (
        to_single >= SINGLE and to_bare >= BARE and memory <= MEMORY and found["queries"] <= QUERIES
    )
    return (
        name,
        *(f"{found[way]:.0f}" for way in ("single", "bare", "full")),
        f"{to_single:.1f}",
        f"{to_bare:.2f}",
        f"{found['build']:.0f}",
        *(f"{found[part]:.0f}" for part in ("worker", "sending", "web")),
        found["queries"],
        "" if fits else "**no**",
    )


def write(readers: int = READERS) -> None:
    """Measure on both databases."""
    rows = [measure("SQLite", readers)]
    with postgres.server() as address:
        rows.append(measure("PostgreSQL", readers, DATABASE_URL=f"{address}/postgres"))
    heads = ("database", "single", "bare batch", "full path", "of single", "of bare")
    heads += ("build, s", "worker, MB", "sending, MB", "web, MB", "queries", "")
    report = "\n\n".join(
        [
            f"# Sending a newsletter, {date.today():%d %B %Y}",
            f"Python {platform.python_version()}, {os.cpu_count()} cores, {readers:,} readers. "
            f"People a second, medians of {mailing.ROUNDS} rounds that take turns, to a provider "
            f"on this machine that answers in {MILLISECONDS} ms: Anymail one message after the "
            f"other on one connection; the batch calls of {mailing.BATCH} alone; and all of it: "
            "claim, send, record. Then the time to build all deliveries, by how much the "
            "worker grew while it built and while it sent, the web while it showed the "
            "progress page, and that page's queries. Wanted: at least "
            f"{SINGLE} x single, {BARE} x bare, at most {MEMORY} MB and {QUERIES} queries.",
            table(heads, *rows),
        ]
    )
    (RESULTS / "sending.md").write_text(report + "\n")
    launch.say(report)


if __name__ == "__main__":
    write(int(sys.argv[1]) if sys.argv[1:] else READERS)
