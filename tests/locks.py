"""The requirement files: compiled from their .in files, and held to what we promise.

`make lock` does both, `python -m tests.run locks` the second. It fetches every wheel with
three versions of pip, so `make check` does without and the public workflow has a job for it;
tests/test_requirements.py reads what can be read without asking anybody.
Standard library only.
"""

import functools
import os
import shutil
import sys
import tempfile
from pathlib import Path

from clinic import launch
from clinic.deployment import install

#: In this order: the second is held to the versions of the first.
NAMES = ("requirements", "requirements-dev", "requirements-uv")
#: What is installed at once: by `make run`, by `make test`, and before both.
INSTALLED = (("requirements",), ("requirements", "requirements-dev"), ("requirements-uv",))
#: Debian 12's is 3.11.2: the oldest that somebody has.
PYTHONS = ("3.11.2", "3.12", "3.13", "3.14")
PLATFORMS = ("x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu", "aarch64-apple-darwin")
#: Debian 12's; the one that came with Python 3.11.7 and 3.12.1; the newest. With each the
#: newest Python on which it runs at all.
PIPS = {"pip==23.0.1": (3, 11), "pip==23.2.1": (3, 12), "pip": sys.version_info[:2]}


def compile_all() -> None:
    """Keep the versions that are there; UPGRADE="django wagtail" takes the newest of these."""
    upgrades = [f"--upgrade-package={name}" for name in os.environ.get("UPGRADE", "").split()]
    for name in NAMES:
        _compile(name, f"{name}.txt", *upgrades)


def check_all() -> None:
    install.LOG.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="clinic-locks-") as name:
        folder = Path(name)
        for lock in NAMES:
            _is_compiled(lock, folder)
        for python in PYTHONS:
            for platform in PLATFORMS:
                where = ("--python-version", python, "--python-platform", platform)
                _resolve([_uv(), "pip"], *where, "--target", str(folder / "target"))
        for pip, newest_python in PIPS.items():
            if sys.version_info[:2] > newest_python:
                launch.say(f"{pip} does not run on this Python; the public workflow tries it.")
                continue
            _resolve(_pip(pip, folder / pip))


def _compile(name: str, output: str, *options: str) -> None:
    _call(
        *(_uv(), "pip", "compile", "--quiet", "--python", str(launch.PYTHON), *options),
        *("--universal", "--python-version", "3.11", "--no-build"),
        *("--generate-hashes", "--no-strip-extras", "--custom-compile-command", "make lock"),
        *(f"{name}.in", "--output-file", output),
    )


def _is_compiled(name: str, folder: Path) -> None:
    """The same input gives the same file again."""
    kept = launch.BASE_DIR / f"{name}.txt"
    again = folder / kept.name
    shutil.copy(kept, again)
    _compile(name, str(again))
    if again.read_text() != kept.read_text():
        launch.refuse(f"{kept.name} does not follow from {name}.in: run make lock.")


def _pip(version: str, folder: Path) -> list[str]:
    """A pip of that version in a `.venv` of its own."""
    python = str(folder / "bin" / "python")
    _call(_uv(), "venv", "--quiet", "--python", str(launch.PYTHON), str(folder))
    _call(_uv(), "pip", "install", "--quiet", "--python", python, version)
    return [python, "-m", "pip", "--disable-pip-version-check"]


def _resolve(installer: list[str], *options: str) -> None:
    for names in INSTALLED:
        files = [argument for name in names for argument in ("-r", f"{name}.txt")]
        _call(*installer, "install", "--quiet", "--dry-run", *install.PINNED, *options, *files)


def _uv() -> str:
    """The pinned one, as `make run` and `make test` have it."""
    path = install.VENV / "bin" / "uv"
    if not path.exists():
        launch.refuse("uv has no build for this machine; compiling the requirements needs it.")
    return str(path)


def _call(*command: str) -> None:
    done = install.run_quietly(list(command), **_indexes())
    if done.returncode:
        launch.refuse(f"{' '.join(command)}: {install.reason_of(Path(command[0]).name, done)}")


@functools.cache
def _indexes() -> dict[str, str]:
    return install.uv_environment()
