"""Creates `.venv` with the pinned packages, using only the standard library.

uv installs the packages; it is itself pinned and installed by the pip of `.venv`. If there is
no build of uv for the machine, or uv fails, pip installs the packages (ADR 16).
"""

from __future__ import annotations  # so that an old Python gets as far as its refusal

import ast
import contextlib
import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from clinic.deployment import install_errors

BASE_DIR = Path(__file__).resolve().parents[2]
VENV = BASE_DIR / ".venv"
PYTHON = VENV / "bin" / "python"
#: Output of the installers in the last run.
LOG = BASE_DIR / "var" / "install.log"
#: Pinned hashes only, and no builds, whose own requirements have no hashes.
PINNED = ["--require-hashes", "--only-binary", ":all:"]
#: Options of pip's configuration, and uv's environment variables for the same.
UV_NAMES = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "trusted-host": "UV_INSECURE_HOST",
    "proxy": "ALL_PROXY",
    "cert": "SSL_CERT_FILE",
    "no-index": "UV_OFFLINE",
}
#: uv's own variables for indexes; if one is set, pip's indexes are not used.
UV_INDEXES = ("UV_DEFAULT_INDEX", "UV_INDEX", "UV_INDEX_URL", "UV_EXTRA_INDEX_URL")


def say(text: str) -> None:
    print(text, flush=True)


def refuse(text: str) -> NoReturn:
    print(f"clinic: {text}", file=sys.stderr)
    raise SystemExit(1)


@contextlib.contextmanager
def exclusive_lock(lock: Path) -> Iterator[None]:
    """Hold an exclusive file lock; wait for another start in this checkout."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def digest(paths: list[Path]) -> str:
    """Return one hash of the Python version and of all files' names and contents."""
    total = hashlib.sha256(sys.version.encode())
    for path in paths:
        total.update(str(path.relative_to(BASE_DIR)).encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def ensure_venv(*requirements: str) -> None:
    """Create `.venv` and install these requirement files, unless a stamp says it is done."""
    files = [BASE_DIR / name for name in requirements]
    stamp = VENV / ("stamp-" + "-".join(Path(name).stem for name in requirements))
    current = digest(files)
    with exclusive_lock(LOG.with_name("venv.lock")):
        fits = _venv_fits()
        if fits and stamp.exists() and stamp.read_text() == current:
            return
        LOG.unlink(missing_ok=True)
        if not fits:
            _make_venv()
        say(f"Installing {' and '.join(requirements)} …")
        install(files)
        stamp.write_text(current)


def _venv_fits() -> bool:
    """Whether `.venv` is complete and made with this version of Python."""
    version = "version = {}.{}.".format(*sys.version_info[:2])
    config = VENV / "pyvenv.cfg"
    whole = PYTHON.exists() and (VENV / "bin" / "pip").exists() and config.exists()
    return whole and version in config.read_text()


def _make_venv() -> None:
    say("Making .venv …")
    result = run_quietly([sys.executable, "-m", "venv", "--clear", str(VENV)])
    if result.returncode:
        refuse(f".venv could not be made: {reason_of('venv', result)}")


def install(files: list[Path]) -> None:
    """Install with uv, else with pip; refuse with pip's reason if both fail."""
    names = [argument for file in files for argument in ("-r", file.name)]
    uv = _ensure_uv()
    if uv:
        command = [str(uv), "pip", "install", "--python", str(PYTHON), *PINNED, *names]
        result = run_quietly(command, **uv_environment())
        if result.returncode == 0:
            return
        if install_errors.is_final(result.stdout):
            refuse(f"The packages could not be installed: {reason_of('uv', result)}")
        say(f"uv could not: {reason_of('uv', result)} pip tries, which takes longer …")
    result = _pip_install(*names)
    if result.returncode:
        refuse(f"The packages could not be installed: {reason_of('pip', result)}")


def _ensure_uv() -> Path | None:
    """Install uv; return None if there is no build for this machine, or it does not run."""
    result = _pip_install("-r", "requirements-uv.txt")
    if result.returncode:
        if install_errors.is_final(result.stdout) or install_errors.is_away(result.stdout):
            refuse(f"The packages could not be installed: {reason_of('pip', result)}")
        return None
    uv = VENV / "bin" / "uv"
    return None if run_quietly([str(uv), "--version"]).returncode else uv


def uv_environment() -> dict[str, str]:
    """Return pip's configuration of indexes, proxy and certificates as variables for uv.

    Variables that are set already take precedence.
    """
    options = _pip_configuration()
    variables = {uv: options[pip] for pip, uv in UV_NAMES.items() if pip in options}
    if any(name in os.environ for name in UV_INDEXES):
        variables = {name: value for name, value in variables.items() if name not in UV_INDEXES}
    if "UV_FIND_LINKS" in variables:
        variables["UV_FIND_LINKS"] = ",".join(variables["UV_FIND_LINKS"].split())
    if "UV_INDEX" in variables:
        # As pip does; the hashes make safe what uv calls unsafe in it.
        variables["UV_INDEX"] = " ".join(variables["UV_INDEX"].split())
        variables["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    return {name: value for name, value in variables.items() if name not in os.environ}


def _pip_configuration() -> dict[str, str]:
    """Return options from pip's files and environment, in pip's order of precedence."""
    command = [str(PYTHON), "-m", "pip", "config", "list"]
    listed = subprocess.run(command, capture_output=True, text=True).stdout
    lines = [line.partition("=") for line in listed.splitlines()]
    options = {}
    for section in ("global.", "install.", ":env:."):
        for name, _, value in lines:
            if name.startswith(section):
                options[name.removeprefix(section)] = str(ast.literal_eval(value))
    return options


def _pip_install(*arguments: str) -> subprocess.CompletedProcess[str]:
    quiet = ("--quiet", "--disable-pip-version-check", "--no-input")
    return run_quietly([str(PYTHON), "-m", "pip", "install", *quiet, *PINNED, *arguments])


def run_quietly(command: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command in the checkout; its output is written to LOG and not shown."""
    result = subprocess.run(
        command,
        cwd=BASE_DIR,
        env=os.environ | environment | {"LC_ALL": "C.UTF-8"},  # `install_errors` matches English
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    LOG.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(OSError), LOG.open("a") as log:  # the disk may be full
        log.write(f"$ {' '.join(command)}\n{result.stdout}\n")
    return result


def reason_of(installer: str, result: subprocess.CompletedProcess[str]) -> str:
    """Return the reason of a failure in one line, and where to read more."""
    where = f"All of it is in {LOG.relative_to(BASE_DIR)}."
    return f"{install_errors.reason(installer, result.returncode, result.stdout)} {where}"
