"""How fast pages are, as ratios: each number beside a baseline of the same minute."""

import pickle
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import brotli

from bench.load import Connection, Target, requests_per_second
from bench.servers import serve

PAGE = "/therapies/interpersonal-psychotherapy/"
ROUNDS = 9
COUNT = 2_000
VIEW = "bench.baselines:django_view"
NOT_COPIED = ("server", "date", "connection")


@contextmanager
def targets(folder: Path, environment: dict[str, str]) -> Iterator[list[Target]]:
    """All servers, up at the same time, and what to ask them."""
    with serve("clinic.wsgi", PAGE, **environment) as site:
        head, body = Connection(Target("page", site, PAGE)).ask()
        lines = [line.split(": ", 1) for line in head.decode().split("\r\n")[1:]]
        headers = [(k, v) for k, v in lines if k.lower() not in NOT_COPIED]
        etag = dict(headers)["ETag"]
        (folder / "answer").write_bytes(pickle.dumps((headers, body)))
        baseline = {"BENCH_ANSWER": str(folder / "answer")}
        with (
            serve("bench.baselines:raw", "/", **baseline) as raw,
            serve(VIEW, "/", BENCH_DJANGO="bare", **baseline) as bare,
            serve(VIEW, "/", BENCH_DJANGO="new project", **baseline) as new_project,
        ):
            yield [
                Target("raw WSGI, same bytes", raw, "/"),
                Target("bare Django view, same bytes", bare, "/"),
                Target("the same view in a new Django project", new_project, "/"),
                Target("cached page", site, PAGE),
                Target("cached page, 304", site, PAGE, 304, {"If-None-Match": etag}),
                Target("uncached page", site, PAGE + "?uncached"),
                Target("request form", site, "/appointments/new-client/"),
                Target("static file", site, _static_file(body)),
            ]


def _static_file(body: bytes) -> str:
    """The address of a script that the page names."""
    found = re.search(rb'src="(/static/js/[^"]+)"', brotli.decompress(body))
    if found is None:
        raise LookupError("the page names no script")
    return found[1].decode()


def measure(folder: Path, environment: dict[str, str]) -> dict[str, float]:
    """Median requests a second of each target; rounds take turns, so that noise hits all."""
    with targets(folder, environment) as asked:
        rates: dict[str, list[float]] = {target.name: [] for target in asked}
        for turn in range(ROUNDS + 1):
            for target in asked[turn % len(asked) :] + asked[: turn % len(asked)]:
                slow = target.name in ("uncached page", "request form")
                rate = requests_per_second(target, COUNT // 20 if slow else COUNT)
                if turn:  # the first round warms up
                    rates[target.name].append(rate)
    return {name: median(values) for name, values in rates.items()}
