"""The scanner of the MDN Observatory on the front page."""

import json
import os
import subprocess
from pathlib import Path

from tests.audit.findings import Finding
from tests.audit.namespace import HOST
from tests.audit.scanners import OBSERVATORY

WANTED = 130


def scan(authority: Path) -> tuple[int, list[Finding]]:
    """The score, and each test that failed; `authority` has signed for the site."""
    # Its own command would put another list of authorities in the place of ours.
    done = subprocess.run(
        ["node", OBSERVATORY / "src" / "scan.js", HOST],
        env=os.environ | {"NODE_EXTRA_CA_CERTS": str(authority)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    result = json.loads(done.stdout)
    score = result["scan"]["score"]
    found = [
        Finding("observatory", "home", f"{name}: {test['result']}")
        for name, test in result["tests"].items()
        if not test["pass"]
    ]
    if score < WANTED:
        found.append(Finding("observatory", "home", f"the score is {score}, not {WANTED}"))
    return score, found
