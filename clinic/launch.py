"""`make run`: from a bare clone to a served site, with nothing but Python.

Only the standard library: this runs before anything is installed. It makes `.venv`,
writes `var/local.env` once, collects static files when they changed, and then becomes
`manage.py serve`.
"""

import base64
import fcntl
import hashlib
import os
import secrets
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR") or BASE_DIR / "var")
VENV = BASE_DIR / ".venv"
PYTHON = VENV / "bin" / "python"
STATIC_STAMP = BASE_DIR / "var" / "static.stamp"
ROLES = ("RECEPTION", "LEAD", "CLINICIAN", "WRITER", "EDITOR", "SENDER", "OWNER")


def say(text: str) -> None:
    print(text, flush=True)


def refuse(text: str) -> NoReturn:
    print(f"clinic: {text}", file=sys.stderr)
    raise SystemExit(1)


def check_python() -> None:
    """One line for what is missing, before anything is touched."""
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


def digest(paths: list[Path]) -> str:
    """One hash over names and contents; changes if any file does."""
    total = hashlib.sha256(sys.version.encode())
    for path in paths:
        total.update(str(path.relative_to(BASE_DIR)).encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def ensure_venv(*requirements: str) -> None:
    """`.venv` with exactly these requirement files installed; a stamp saves the second time."""
    files = [BASE_DIR / name for name in requirements]
    stamp = VENV / ("stamp-" + "-".join(Path(name).stem for name in requirements))
    wanted = digest(files)
    if not (VENV / "bin" / "pip").exists():
        say("Making .venv …")
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say(f"Installing {' and '.join(requirements)} …")
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    for file in files:
        command += ["--require-hashes", "-r", str(file)]
    if subprocess.run(command, cwd=BASE_DIR).returncode:
        refuse("The packages could not be installed: is the Python package index reachable?")
    stamp.write_text(wanted)


def ensure_local_env() -> None:
    """Secrets and demo passwords of this copy, written once and readable by its owner only."""
    path = VAR_DIR / "local.env"
    if path.exists():
        return
    VAR_DIR.mkdir(parents=True, exist_ok=True)
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
    """For an authenticator app: 160 random bits in base32."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def ensure_static(**environment: str) -> None:
    """Static files compressed and hashed; only when one of them changed."""
    STATIC_STAMP.parent.mkdir(parents=True, exist_ok=True)
    with STATIC_STAMP.with_suffix(".lock").open("w") as lock:
        # Two starts in one checkout would clear each other's files.
        fcntl.flock(lock, fcntl.LOCK_EX)
        _collect_static(environment)


def _collect_static(environment: dict[str, str]) -> None:
    ours = [p for p in sorted((BASE_DIR / "static").rglob("*")) if p.is_file()]
    wanted = digest([*ours, BASE_DIR / "requirements.txt"])
    if STATIC_STAMP.exists() and STATIC_STAMP.read_text() == wanted:
        return
    say("Collecting static files …")
    manage = [str(PYTHON), "manage.py", "collectstatic", "--noinput", "--clear", "-v", "0"]
    if subprocess.run(manage, cwd=BASE_DIR, env=os.environ | environment).returncode:
        refuse("Static files could not be collected; the lines above say why.")
    STATIC_STAMP.write_text(wanted)


def run() -> None:
    """Prepare everything, then become the serving process."""
    check_python()
    os.environ.setdefault("DEMO", "1")
    ensure_venv("requirements.txt")
    ensure_local_env()
    ensure_static()
    os.chdir(BASE_DIR)
    os.execv(PYTHON, [str(PYTHON), "manage.py", "serve"])


if __name__ == "__main__":
    run()
