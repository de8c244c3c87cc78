"""PgBouncer between a site and its server, in the mode in which it shares most."""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from tests.postgres import free_port
from tests.steps import quietly
from tests.waiting import wait_for

SETTINGS = """
[databases]
* = host={host} port={server} user={user}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 4
server_idle_timeout = 1
"""


def ensure_installed() -> None:
    """The system's package, as root; elsewhere somebody installs it."""
    if shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin"):
        return
    quietly("apt-get", "update", "-qq")
    quietly("apt-get", "install", "-y", "-qq", "pgbouncer", DEBIAN_FRONTEND="noninteractive")


@contextlib.contextmanager
def before(address: str, folder: Path) -> Iterator[str]:
    """The address of the same database through a pooler of four connections."""
    parts = urlsplit(address)
    port = free_port()
    folder.mkdir(parents=True)
    written = folder / "pgbouncer.ini"
    # With `auth_type = any` the server is asked as whoever the section names.
    user = parts.username
    written.write_text(
        SETTINGS.format(host=parts.hostname, server=parts.port, port=port, user=user)
    )
    written.chmod(0o644)  # read by its own user; the folder is closed to everybody else
    nobody = {}
    if os.geteuid() == 0:  # it refuses to run as root
        found = pwd.getpwnam("nobody")
        nobody = {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}
    with (folder / "log").open("wb") as log, written.open("rb") as settings:
        process = subprocess.Popen(
            ["/usr/sbin/pgbouncer", "/dev/stdin"],
            stdin=settings, stdout=log, stderr=subprocess.STDOUT, **nobody,
        )  # fmt: skip
    try:
        wait_for(lambda: _answers(port), "PgBouncer", 20)
        yield f"postgres://{user}@127.0.0.1:{port}{parts.path}"
    finally:
        process.terminate()
        process.wait(20)


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True
