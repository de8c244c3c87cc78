"""The desk with a million requests, beside the same with ten thousand.

Run by itself for one database: python -m bench.desk [COUNT]
"""

import contextlib
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import median

from bench.report import RESULTS, table
from clinic import launch
from tests import postgres

FEW, MANY, ROUNDS = 10_000, 1_000_000, 9
QUERIES, TIMES = 15, {"PostgreSQL": 2, "SQLite": 3}  # issue 5
LIST = "/admin/booking/appointmentrequest/"
FIND = f"{LIST}search/\t"
FILTERS = (
    "show=all", "show=new", "show=in_review", "show=waiting_for_client", "show=waitlisted",
    "show=booked", "show=lapsed", "show=spam", "whose=mine", "whose=nobody", "look=wrote",
    "look=mail", "look=follow-up", "look=hold", "clock=late", "clock=running", "clock=stopped",
    "safety=flagged", "safety=flagged&show=all", "kind=assessment", "kind=assessment&show=all",
    "source=phone", "source=phone&show=all", "source=web", "p=4", "show=all&p=20",
)  # fmt: skip


def pages(count: int) -> dict[str, str]:
    """What to ask of a site with `count` requests."""
    found = {"the desk": "/admin/", "the list": LIST}
    found |= {f"list: {query}": f"{LIST}?{query}" for query in FILTERS}
    found |= {
        "find: a common start": f"{FIND}an",
        "find: a common name": f"{FIND}smith",
        "find: two common names": f"{FIND}anna smith",
        "find: a rare name": f"{FIND}quill777",
        "find: common and rare": f"{FIND}an quill77",
        "find: email": f"{FIND}person{count // 2}@example.org",
        "find: phone": f"{FIND}02 {50_000_000 + count // 2}",
        "find: nobody": f"{FIND}zzzz",
        "one open request": f"{LIST}{count}/change/",
        "one old request": f"{LIST}{count // 2}/change/",
    }
    return found


@dataclass
class Site:
    """A filled site in a process of its own."""

    process: "subprocess.Popen[str]"
    asked: dict[str, str]
    seconds: dict[str, list[float]] = field(default_factory=dict)
    last: dict[str, dict[str, object]] = field(default_factory=dict)

    def ask(self, name: str, *, warm_up: bool) -> None:
        assert self.process.stdin is not None  # noqa: S101
        assert self.process.stdout is not None  # noqa: S101
        self.process.stdin.write(self.asked[name] + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        if answer["status"] != 200:
            raise AssertionError(f"{name}: {answer['status']}")
        self.last[name] = answer
        if not warm_up:
            self.seconds.setdefault(name, []).append(answer["seconds"])


@contextlib.contextmanager
def site(count: int, environment: dict[str, str]) -> Iterator[Site]:
    started = time.monotonic()
    process = subprocess.Popen(
        [str(launch.PYTHON), "-m", "bench.desk_server", str(count)],
        cwd=launch.BASE_DIR, env=os.environ | environment, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        if not process.stdout or process.stdout.readline() != "ready\n":
            raise AssertionError("the site did not fill")
        launch.say(f"{count:,} requests in {time.monotonic() - started:.0f} s")
        yield Site(process, pages(count))
    finally:
        process.terminate()
        process.wait(timeout=30)


def compare(few: Site, many: Site) -> None:
    """All pages of both in turns; the first round warms up."""
    for turn in range(ROUNDS + 1):
        for name in few.asked:
            for one in (few, many) if turn % 2 else (many, few):
                one.ask(name, warm_up=not turn)


def rows(name: str, few: Site, many: Site) -> Iterator[tuple[object, ...]]:
    for page in few.asked:
        before, after = median(few.seconds[page]), median(many.seconds[page])
        ratio, queries = after / before, many.last[page]["queries"]
        fits = ratio <= TIMES[name] and int(str(queries)) <= QUERIES
        yield (page, queries, f"{before * 1000:.0f}", f"{after * 1000:.0f}", f"{ratio:.2f}",
               "" if fits else "**too much**")  # fmt: skip


def measure(name: str, many: int, addresses: list[str]) -> str:
    """One table; `addresses` are of two empty databases."""
    with contextlib.ExitStack() as stack:
        sites = []
        for count, address in zip((FEW, many), addresses, strict=True):
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            launch.VAR_DIR = folder
            launch.ensure_local_env()
            environment = {"VAR_DIR": str(folder)} | ({"DATABASE_URL": address} if address else {})
            sites.append(stack.enter_context(site(count, environment)))
        compare(*sites)
        return table(
            ("page", "queries", f"ms at {FEW:,}", f"ms at {many:,}", "ratio", ""),
            *rows(name, *sites),
        )


def write(many: int = MANY) -> None:
    """Measure on both databases."""
    lite = measure("SQLite", many, ["", ""])
    with postgres.server() as address:
        for database in ("few", "many"):
            _create(address, database)
        full = measure("PostgreSQL", many, [f"{address}/few", f"{address}/many"])
    report = "\n\n".join(
        [
            f"# The desk, {date.today():%d %B %Y}",
            f"Python {platform.python_version()}, {os.cpu_count()} cores. {many:,} requests with "
            f"ten events each, two in a hundred of them open, beside {FEW:,}: medians of {ROUNDS} "
            "rounds in turns, from the first middleware to the last byte, weekly figures reckoned "
            f"anew each time. Wanted: at most {QUERIES} queries (BEGIN, COMMIT and SAVEPOINT not "
            f"counted), and at most {TIMES['PostgreSQL']} "
            f"times as long on PostgreSQL, {TIMES['SQLite']} times on SQLite.",
            f"## PostgreSQL\n\n{full}",
            f"## SQLite\n\n{lite}",
        ]
    )
    (RESULTS / "desk.md").write_text(report + "\n")
    launch.say(report)


def _create(address: str, database: str) -> None:
    import psycopg2

    connection = psycopg2.connect(f"{address}/postgres")
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {database}")
    connection.close()


if __name__ == "__main__":
    write(int(sys.argv[1]) if len(sys.argv) > 1 else MANY)
