"""`make run`: prepares a fresh clone and serves the site; requires only Python.

Uses only the standard library, because it runs before anything is installed. It creates
`.venv`, writes `var/local.env` once, and then executes `manage.py serve`, which collects static
files if they changed.
"""

from __future__ import annotations  # so that an old Python gets as far as `check_python`

import base64
import contextlib
import os
import platform
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from clinic.deployment.install import (
    BASE_DIR,
    PYTHON,
    VENV,
    digest,
    ensure_venv,
    exclusive_lock,
    refuse,
    say,
)

__all__ = ["BASE_DIR", "PYTHON", "VENV", "ensure_venv", "refuse", "say"]

VAR_DIR = Path(os.environ.get("VAR_DIR") or BASE_DIR / "var")
STATIC_STAMP = BASE_DIR / "var" / "static.stamp"
ROLES = ("RECEPTION", "LEAD", "CLINICIAN", "WRITER", "EDITOR", "SENDER", "OWNER")


def check_python() -> None:
    """Refuse a Python that cannot run the site, before anything is changed."""
    if sys.version_info < (3, 11):
        refuse(
            "Python 3.11 or newer is needed, this is {}.{}. Install it and say: "
            "make run PYTHON=python3.12".format(*sys.version_info[:2])
        )
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        refuse("Python's venv is missing. On Debian or Ubuntu: apt-get install python3-venv")
    if sys.platform == "darwin" and platform.machine() == "x86_64":
        refuse(
            "Macs with an Intel processor, and Pythons built for them, are not supported: "
            "cryptography has no build for them. Use an arm64 Python on Apple silicon, or Linux"
        )


def ensure_local_env() -> None:
    """Write secrets and demo passwords of this copy once, readable by its owner only."""
    path = VAR_DIR / "local.env"
    if path.exists():
        return
    VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    lines = [
        "# Written once by `make run` for this copy. Never copy it into an image or a repository.",
        f"SECRET_KEY={secrets.token_urlsafe(50)}",
        f"FIELD_KEYS={base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()}",
        *(f"DEMO_PASSWORD_{role}={secrets.token_urlsafe(12)}" for role in ROLES),
        *(f"DEMO_APP_KEY_{role}={_app_key()}" for role in ROLES),
    ]
    part = path.with_suffix(".part")
    part.touch(mode=0o600)
    part.write_text("\n".join(lines) + "\n")
    part.rename(path)


def _app_key() -> str:
    """Return a secret for an authenticator app: 160 random bits in base32."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def ensure_static(**environment: str) -> None:
    """Collect, compress and hash static files, if one of them changed."""
    with static_collected(**environment):
        pass


@contextlib.contextmanager
def static_collected(**environment: str) -> Iterator[None]:
    """Collect static files while the body of the `with` block runs; wait for them at its end."""
    with exclusive_lock(
        STATIC_STAMP.with_suffix(".lock")
    ):  # two at once would delete each other's files
        files = [p for p in sorted((BASE_DIR / "static").rglob("*")) if p.is_file()]
        current = digest([*files, BASE_DIR / "requirements.txt"])
        if STATIC_STAMP.exists() and STATIC_STAMP.read_text() == current:
            yield
            return
        say("Collecting static files …")
        command = [str(PYTHON), "manage.py", "collectstatic", "--noinput", "--clear", "-v", "0"]
        with subprocess.Popen(command, cwd=BASE_DIR, env=os.environ | environment) as collecting:
            try:
                yield
            except BaseException:
                collecting.terminate()
                raise
        if collecting.returncode:
            refuse("Static files could not be collected; the lines above say why.")
        STATIC_STAMP.write_text(current)


def run() -> None:
    """Prepare everything, then replace this process with the one that serves."""
    check_python()
    for number in (signal.SIGINT, signal.SIGTERM):
        # Raises SystemExit, so that child processes are ended as well.
        signal.signal(number, lambda received, _: sys.exit(128 + received))
    os.environ.setdefault("DEMO", "1")
    ensure_venv("requirements.txt")
    ensure_local_env()
    os.chdir(BASE_DIR)
    os.execv(PYTHON, [str(PYTHON), "manage.py", "serve", "--collect-static"])


if __name__ == "__main__":
    run()
