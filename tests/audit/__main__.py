"""python -m tests.audit, in a namespace with the prepared site: `make audit` does all of that."""

import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests import chromium
from tests.audit import accessibility, findings, headers, html, observatory, versions
from tests.audit.accessibility import Pa11y
from tests.audit.findings import Finding
from tests.audit.gaps import GAPS
from tests.audit.kinds import KINDS, Kind
from tests.audit.site import deployed
from tests.audit.walk import Walk
from tests.journeys.test_not_safe import ALL_DAY, HOURS
from tests.postgres import free_port

SCANNERS = ("vnu", "pa11y", "headers")


@dataclass
class Seen:
    """What the site sent, by the name of the kind, and what was found in the browser."""

    bodies: dict[str, bytes] = field(default_factory=dict)
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
    found: list[Finding] = field(default_factory=list)


@contextmanager
def browser(port: int) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=chromium.find(),
            args=[*chromium.FLAGS, f"--remote-debugging-port={port}"],
        )
        yield started
        started.close()


def look_at(kind: Kind, walk: Walk, pa11y: Pa11y, seen: Seen) -> None:
    page = kind.open(walk, kind.who)
    answer = walk.answer(page)
    heading = " ".join(page.locator("h1").all_inner_texts())
    if answer.status != kind.status or kind.heading not in heading:
        raise SystemExit(f"{kind.name}: {answer.status} “{heading}” at {page.url}")
    seen.bodies[kind.name] = answer.body()
    seen.headers[kind.name] = answer.headers
    seen.found += pa11y.check(kind.name, page)


def scan(folder: Path) -> tuple[int, list[Finding]]:
    """The score of the front page, and all that was found on any page."""
    seen, port = Seen(), free_port()
    with deployed(folder) as (site, authority):
        # So that pages say the same at any hour.
        site.shell(HOURS.format(spans=ALL_DAY, duty="on-duty@example.org"))
        score, found = observatory.scan(authority)
        with browser(port) as started, accessibility.started(port) as pa11y:
            walk = Walk(started, site)
            for kind in KINDS:
                look_at(kind, walk, pa11y, seen)
    front = seen.headers[KINDS[0].name]
    for name, own in seen.headers.items():
        found += headers.compare(name, own, front)
    return score, found + seen.found + html.check(seen.bodies, folder / "pages")


def table(result: findings.Sorted) -> Iterator[str]:
    """A line for each kind: findings of each scanner, and in brackets what is known."""
    new, known = (Counter((f.kind, f.scanner) for f in part) for part in (result.new, result.known))
    for kind in KINDS:
        cells = (
            f"{name} {new[kind.name, name]}"
            + (f" ({known[kind.name, name]} known)" if known[kind.name, name] else "")
            for name in SCANNERS
        )
        yield f"{kind.name:<32} {kind.status}  " + "  ".join(f"{cell:<18}" for cell in cells)


def clean(result: findings.Sorted, scanner: str) -> int:
    """The number of kinds in which this scanner found nothing at all."""
    found = {f.kind for f in [*result.new, *result.known] if f.scanner == scanner}
    return len(KINDS) - len(found)


def main() -> int:
    print(versions.said(), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        score, found = scan(Path(folder))
    result = findings.sort(found, GAPS)
    say(table(result))
    say(map(str, result.new))
    say(f"This no longer occurs, so it is no known gap: {gap}" for gap in result.closed)
    without = ", ".join(f"{name} {clean(result, name)}" for name in SCANNERS)
    print(
        f"Observatory: {score}. {len(KINDS)} kinds of page; without any finding, known or not: "
        f"{without}. {len(result.new)} findings, {len(result.known)} in {len(GAPS)} known gaps."
    )
    return 1 if result.new or result.closed else 0


def say(lines: Iterable[str]) -> None:
    for line in lines:
        print(line.rstrip())


if __name__ == "__main__":
    sys.exit(main())
