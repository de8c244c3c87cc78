"""How fast a request is stored, beside a bare view that inserts the same rows."""

import json
import os
import platform
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from bench import forms, servers
from bench.load import Target, requests_per_second
from bench.report import RESULTS, table
from clinic import launch
from tests import postgres

ROUNDS, COUNT = 8, 200  # fewer in all than the site stores in an hour
AT_MOST, AT_LEAST = 12, 0.25  # queries; of the bare view's rate (issue 4)


def prepared(environment: dict[str, str]) -> dict[str, Any]:
    """Filled forms as this site would take them, and the queries of sending one."""
    command = [str(launch.PYTHON), "-m", "bench.forms", str((ROUNDS + 1) * COUNT)]
    run = subprocess.run(
        command, env=os.environ | environment, cwd=launch.BASE_DIR, check=True, capture_output=True
    )
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def rates(environment: dict[str, str], posts: Iterator[Any]) -> tuple[float, float]:
    """Medians a second: the site, the bare view. Rounds take turns on one database."""
    with (
        servers.serve("clinic.wsgi", forms.PATH, **environment) as site,
        servers.serve("bench.bare_ask", "/", **environment | {"PORT": ""}) as bare,
    ):
        asking = Target("asking", site, forms.PATH, 302, posts=posts)
        found: list[list[float]] = [[], []]
        for turn in range(ROUNDS + 1):
            nothing = iter([({}, "")] * COUNT)
            pair = [asking, Target("bare", bare, "/", 302, posts=nothing)]
            for place in (0, 1) if turn % 2 else (1, 0):
                rate = requests_per_second(pair[place], COUNT)
                if turn:  # the first round warms up
                    found[place].append(rate)
    return median(found[0]), median(found[1])


def measure(name: str, **more: str) -> tuple[object, ...]:
    """One line of the table, on a sample site of its own."""
    with tempfile.TemporaryDirectory() as folder:
        port = postgres.free_port()
        environment = servers.prepare(Path(folder), port, PROXY_HOPS="1", **more)
        made = prepared(environment)
        site, bare = rates(environment, iter(made["forms"]))
    return name, len(made["queries"]), f"{site:.0f}", f"{bare:.0f}", f"{site / bare:.2f}"


def write() -> None:
    """Measure on both databases."""
    rows = [measure("SQLite")]
    with postgres.server() as address:
        rows.append(measure("PostgreSQL", DATABASE_URL=f"{address}/postgres"))
    report = "\n\n".join(
        [
            f"# Asking for an appointment, {date.today():%d %B %Y}",
            f"Python {platform.python_version()}, {os.cpu_count()} cores, one gunicorn worker, "
            f"medians of {ROUNDS} rounds of {COUNT} forms, in turns on one database. The bare "
            "view inserts the same nine rows in one transaction, with no middleware, form, check "
            f"or encryption. Wanted: at most {AT_MOST} queries (BEGIN, COMMIT and SAVEPOINT not "
            f"counted) and at least {AT_LEAST} of its rate. Sixteen writers at once: `make drill`.",
            table(("database", "queries", "requests a second", "bare view", "ratio"), *rows),
        ]
    )
    (RESULTS / "asking.md").write_text(report + "\n")
    launch.say(report)
