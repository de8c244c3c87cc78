"""`.venv` with the pinned packages. Standard library only: nothing is installed yet.

uv installs them, itself pinned and put into `.venv` by the pip that came with Python.
Where uv has no build for the machine, or does not get through, pip does it alone (ADR 16).
"""

from __future__ import annotations  # an old Python must come as far as its refusal

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
#: Everything that the installers said the last time.
LOG = BASE_DIR / "var" / "install.log"
#: Only what was pinned, and no build steps, whose own requirements have no hashes.
PINNED = ["--require-hashes", "--only-binary", ":all:"]
#: What pip may be told in its configuration, and what uv calls the same.
UV_NAMES = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "trusted-host": "UV_INSECURE_HOST",
    "proxy": "ALL_PROXY",
    "cert": "SSL_CERT_FILE",
    "no-index": "UV_OFFLINE",
}
#: uv's own names for indexes: who sets one of them wants no index of pip's.
UV_INDEXES = ("UV_DEFAULT_INDEX", "UV_INDEX", "UV_INDEX_URL", "UV_EXTRA_INDEX_URL")


def say(text: str) -> None:
    print(text, flush=True)


def refuse(text: str) -> NoReturn:
    print(f"clinic: {text}", file=sys.stderr)
    raise SystemExit(1)


@contextlib.contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Wait until no other start in this checkout does the same."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def digest(paths: list[Path]) -> str:
    """One hash over names and contents; changes if any file does."""
    total = hashlib.sha256(sys.version.encode())
    for path in paths:
        total.update(str(path.relative_to(BASE_DIR)).encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def ensure_venv(*requirements: str) -> None:
    """`.venv` with these requirement files installed; a stamp saves the second time."""
    files = [BASE_DIR / name for name in requirements]
    stamp = VENV / ("stamp-" + "-".join(Path(name).stem for name in requirements))
    wanted = digest(files)
    with alone(LOG.with_name("venv.lock")):
        fits = _venv_fits()
        if fits and stamp.exists() and stamp.read_text() == wanted:
            return
        LOG.unlink(missing_ok=True)
        if not fits:
            _make_venv()
        say(f"Installing {' and '.join(requirements)} …")
        install(files)
        stamp.write_text(wanted)


def _venv_fits() -> bool:
    """Whole, and of this Python: another one would not find the packages in it."""
    version = "version = {}.{}.".format(*sys.version_info[:2])
    config = VENV / "pyvenv.cfg"
    whole = PYTHON.exists() and (VENV / "bin" / "pip").exists() and config.exists()
    return whole and version in config.read_text()


def _make_venv() -> None:
    say("Making .venv …")
    made = run_quietly([sys.executable, "-m", "venv", "--clear", str(VENV)])
    if made.returncode:
        refuse(f".venv could not be made: {why('venv', made)}")


def install(files: list[Path]) -> None:
    """By uv if it can, else by pip, which has the last word on what failed."""
    names = [argument for file in files for argument in ("-r", file.name)]
    uv = _ensure_uv()
    if uv:
        command = [str(uv), "pip", "install", "--python", str(PYTHON), *PINNED, *names]
        done = run_quietly(command, **uv_environment())
        if done.returncode == 0:
            return
        if install_errors.is_final(done.stdout):
            refuse(f"The packages could not be installed: {why('uv', done)}")
        say(f"uv could not: {why('uv', done)} pip tries, which takes longer …")
    done = _pip_install(*names)
    if done.returncode:
        refuse(f"The packages could not be installed: {why('pip', done)}")


def _ensure_uv() -> Path | None:
    """Install uv. None where there is no build of it for this machine, or it does not run."""
    done = _pip_install("-r", "requirements-uv.txt")
    if done.returncode:
        if install_errors.is_final(done.stdout) or install_errors.is_away(done.stdout):
            refuse(f"The packages could not be installed: {why('pip', done)}")
        return None
    uv = VENV / "bin" / "uv"
    return None if run_quietly([str(uv), "--version"]).returncode else uv


def uv_environment() -> dict[str, str]:
    """What pip is told about indexes, proxy and certificates, in uv's words.

    What the environment already tells uv itself stays.
    """
    told = _pip_configuration()
    found = {uv: told[pip] for pip, uv in UV_NAMES.items() if pip in told}
    if any(name in os.environ for name in UV_INDEXES):
        found = {name: value for name, value in found.items() if name not in UV_INDEXES}
    if "UV_FIND_LINKS" in found:
        found["UV_FIND_LINKS"] = ",".join(found["UV_FIND_LINKS"].split())
    if "UV_INDEX" in found:
        # As pip does. What uv calls unsafe in it, the hashes make safe.
        found["UV_INDEX"] = " ".join(found["UV_INDEX"].split())
        found["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    return {name: value for name, value in found.items() if name not in os.environ}


def _pip_configuration() -> dict[str, str]:
    """Options from pip's files and environment; what is nearer to the command wins."""
    command = [str(PYTHON), "-m", "pip", "config", "list"]
    listed = subprocess.run(command, capture_output=True, text=True).stdout
    lines = [line.partition("=") for line in listed.splitlines()]
    found = {}
    for section in ("global.", "install.", ":env:."):
        for name, _, value in lines:
            if name.startswith(section):
                found[name.removeprefix(section)] = str(ast.literal_eval(value))
    return found


def _pip_install(*arguments: str) -> subprocess.CompletedProcess[str]:
    quiet = ("--quiet", "--disable-pip-version-check", "--no-input")
    return run_quietly([str(PYTHON), "-m", "pip", "install", *quiet, *PINNED, *arguments])


def run_quietly(command: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    """Run it in the checkout; all that it says is kept in LOG, none of it is shown."""
    done = subprocess.run(
        command,
        cwd=BASE_DIR,
        env=os.environ | environment | {"LC_ALL": "C.UTF-8"},  # errors are read in English
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    LOG.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(OSError), LOG.open("a") as log:  # the disk may be full
        log.write(f"$ {' '.join(command)}\n{done.stdout}\n")
    return done


def why(installer: str, done: subprocess.CompletedProcess[str]) -> str:
    """What went wrong, in one line, and where to read more."""
    where = f"All of it is in {LOG.relative_to(BASE_DIR)}."
    return f"{install_errors.why(installer, done.returncode, done.stdout)} {where}"
