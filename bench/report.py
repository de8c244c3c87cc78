"""The tables: measured, printed, and kept under bench/results/."""

import json
import os
import platform
import subprocess
import tempfile
from datetime import date
from pathlib import Path

from bench import first_view, pages, servers
from clinic import launch
from tests.postgres import free_port

RESULTS = Path(__file__).parent / "results"
BARE, NEW = "bare Django view, same bytes", "the same view in a new Django project"
RAW = "raw WSGI, same bytes"
VIEWED = ["/", pages.PAGE, "/therapies/", "/appointments/new-client/"]


def table(*rows: tuple[object, ...]) -> str:
    lines = ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


def rates(folder: Path, environment: dict[str, str]) -> str:
    measured = pages.measure(folder, environment)
    return table(
        ("answer", "x bare Django view", "x view in a new project", "x raw WSGI"),
        *(
            (name, *(f"{rate / measured[base]:.3f}" for base in (BARE, NEW, RAW)))
            for name, rate in measured.items()
        ),
    )


def views(environment: dict[str, str]) -> str:
    with servers.serve("clinic.wsgi", "/", **environment) as port:
        seen = first_view.first_views(f"http://127.0.0.1:{port}", VIEWED)
    counts = queries(environment)
    return table(
        ("page", "HTML, styles", "requests before paint", "blocking", "requests", "bytes in all")
        + ("layout shift", "SQL queries uncached"),
        *(
            (v.path, v.html, v.before, v.blocking, v.all, v.bytes, v.shift, counts[v.path])
            for v in seen
        ),
    )


def queries(environment: dict[str, str]) -> dict[str, int]:
    command = [str(launch.PYTHON), "-m", "bench.queries", *VIEWED]
    run = subprocess.run(
        command, env=os.environ | environment, cwd=launch.BASE_DIR, check=True, capture_output=True
    )
    counts: dict[str, int] = json.loads(run.stdout)
    return counts


def write() -> None:
    """Measure everything against a sample site of its own."""
    with tempfile.TemporaryDirectory() as name:
        environment = servers.prepare(Path(name), free_port())
        parts = [
            f"# Pages, {date.today():%d %B %Y}",
            f"Python {platform.python_version()}, {os.cpu_count()} cores, one gunicorn worker. "
            f"Medians of {pages.ROUNDS} rounds that take turns; compare within this page only. "
            "A bare view has no middleware, a new project what `startproject` writes.",
            rates(Path(name), environment),
            views(environment),
        ]
    report = "\n\n".join(parts) + "\n"
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "pages.md").write_text(report)
    launch.say(report)
