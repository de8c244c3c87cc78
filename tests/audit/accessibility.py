"""pa11y with HTML CodeSniffer and axe, on pages as they stand in their windows."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page

from tests.audit.findings import Finding, piece_of
from tests.audit.scanners import ENVIRONMENT, HERE

SCHEMES = ("light", "dark")
#: What is folded is looked at, too, and folded again afterwards.
UNFOLD = """
window.folded = [...document.querySelectorAll("details:not([open])")];
window.folded.forEach(details => details.open = true);
"""
FOLD = "window.folded.forEach(details => details.open = false)"
#: Colours that are on their way from one scheme to the other belong to neither.
FINISH = "document.getAnimations().filter(a => a instanceof CSSTransition).map(a => a.finish())"


class Pa11y:
    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def check(self, kind: str, page: Page) -> list[Finding]:
        """The errors in both colour schemes, what both have in common once."""
        found: dict[Finding, None] = {}
        page.evaluate("window.name = 'audit'")
        page.evaluate(UNFOLD)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            page.evaluate(FINISH)
            found |= dict.fromkeys(self._look(kind))
        page.emulate_media(color_scheme=SCHEMES[0])
        page.evaluate(FOLD)
        page.evaluate("window.name = ''")
        return list(found)

    def _look(self, kind: str) -> list[Finding]:
        print("audit", file=self._process.stdin, flush=True)
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError("pa11y ended; its last words are above.")
        return [
            Finding("pa11y", kind, _message(issue), piece_of(issue["context"]))
            for issue in json.loads(answer)
        ]


def _message(issue: dict[str, Any]) -> str:
    undecided = issue["runnerExtras"].get("needsFurtherReview")
    return f"{issue['runner']} {issue['code']}{', undecided' if undecided else ''}"


@contextmanager
def started(debugging_port: int) -> Iterator[Pa11y]:
    """pa11y beside the browser that listens on this port."""
    process = subprocess.Popen(
        ["node", HERE / "pa11y.cjs", f"http://127.0.0.1:{debugging_port}"],
        env=os.environ | ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield Pa11y(process)
    finally:
        process.communicate()
