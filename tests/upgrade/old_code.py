"""The code of the version before, beside this one."""

import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from tests.upgrade.baseline import COMMIT

BASE_DIR = Path(__file__).resolve().parents[2]
TREES = BASE_DIR / "var" / "test" / "versions"
PEOPLE = Path(__file__).with_name("people.py")


class NoHistoryError(Exception):
    """This clone has no copy of the version before."""


def tree() -> Path:
    """The files of `COMMIT`, exported once into a folder named after it."""
    folder = TREES / COMMIT
    if not folder.exists():
        TREES.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=TREES) as part:
            _export(Path(part) / "tree")
            # Another process may have been quicker: then its files are as good.
            if not folder.exists():
                (Path(part) / "tree").replace(folder)
    return folder


def _export(folder: Path) -> None:
    with tempfile.TemporaryFile() as archive:
        # A checkout in a container often belongs to somebody else.
        git = ["git", "-c", f"safe.directory={BASE_DIR}", "-C", str(BASE_DIR)]
        done = subprocess.run(
            [*git, "archive", "--format=tar", COMMIT], stdout=archive, stderr=subprocess.PIPE
        )
        if done.returncode:
            raise NoHistoryError(
                f"The version before, {COMMIT[:10]} (tests/upgrade/baseline.py), is not in this "
                "clone. Fetch the history: git fetch --unshallow, or fetch-depth: 0 in a workflow."
            )
        archive.seek(0)
        with tarfile.open(fileobj=archive) as files:
            # Python before 3.11.4, as in Debian 12, knows no filters.
            safely = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
            files.extractall(folder, **safely)


def run(database_url: str, var_dir: Path) -> dict[str, Any]:
    """What people did with the version before on this database (`tests.upgrade.people`)."""
    shutil.rmtree(var_dir, ignore_errors=True)
    var_dir.mkdir(parents=True)
    done = subprocess.run(
        [sys.executable, "-c", PEOPLE.read_text()],
        cwd=tree(),
        env=os.environ
        | {"DATABASE_URL": database_url, "VAR_DIR": str(var_dir), "PYTHONPATH": str(tree())},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, f"the version before failed:\n{done.stderr[-4000:]}"
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result
