"""The Nu Html Checker on every page as it was sent."""

import json
import subprocess
from pathlib import Path

from tests.audit.findings import Finding, piece_of
from tests.audit.scanners import VNU


def check(pages: dict[str, bytes], folder: Path) -> list[Finding]:
    """The errors in each page, by the name of its kind; one start of Java for all."""
    folder.mkdir()
    files = {f"{number}.html": kind for number, kind in enumerate(pages)}
    for name, kind in files.items():
        (folder / name).write_bytes(pages[kind])
    done = subprocess.run(
        ["java", "-jar", VNU, "--format", "json", "--errors-only", "--exit-zero-always", *files],
        cwd=folder, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [
        Finding("vnu", files[Path(m["url"]).name], m["message"], piece_of(m.get("extract")))
        for m in json.loads(done.stderr)["messages"]
    ]
