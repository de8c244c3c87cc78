"""Copies of one prepared site: the first start is slow, and one for a whole run is enough.

`make test` prepares it: python -m tests.journeys.copies, with PREPARED as the folder of its
files. Otherwise the first process that wants a copy does.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2

from clinic import launch
from tests import migrated
from tests.faults import pooler
from tests.journeys.served import ServedSite

PREPARED = "clinic_journeys_prepared"


def postgresql_server() -> str:
    """The address of a database on the server of this run, or nothing on SQLite."""
    address = os.environ.get("DATABASE_URL", "")
    return address if address.startswith("postgres") else ""


@contextmanager
def pooled(address: str, folder: Path) -> Iterator[str]:
    """The address, through PgBouncer if POOLED is in the environment."""
    if not (address and os.environ.get("POOLED")):
        yield address
        return
    with pooler.before(address, folder) as through:
        yield through


class Copies:
    """Makes sites that have had their first start, each with its own files and database.

    `shared` is a folder of this run's that all its workers see; `server` is the address of
    a PostgreSQL server with some database, or nothing for SQLite.
    """

    def __init__(self, shared: Path, server: str) -> None:
        self.shared, self.server = shared, server
        self.prepared = Path(os.environ.get("PREPARED") or shared / "prepared")
        if "PREPARED" in os.environ:
            return
        with (shared / "prepared.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (shared / "prepared.done").exists():
                launch.ensure_static()
                self.prepare()
                (shared / "prepared.done").touch()

    @contextmanager
    def served(
        self, var_dir: Path, *, main: bool = False, **environment: str
    ) -> Iterator[ServedSite]:
        """A started copy in `var_dir`, a new folder below the shared one.

        The `main` one is served as localhost: browsers allow some things for names only.
        """
        shutil.copytree(self.prepared, var_dir)
        name = "_".join(["clinic_journeys", *var_dir.relative_to(self.shared).parts])
        address = self._database(name, PREPARED)
        with pooled(address, var_dir / "pooler") as address:
            site = ServedSite(var_dir, address, **environment)
            if main:
                site.command = ["-m", "tests.journeys.serve"]
                site.url = site.environment["SITE_URL"] = f"http://localhost:{site.port}"
            site.start()
            try:
                yield site
            finally:
                if site.process.poll() is None:
                    site.stop()
                site.close_shell()
        self._drop(name)

    @contextmanager
    def empty(self, var_dir: Path) -> Iterator[ServedSite]:
        """A started site that began with nothing, not even tables, and has no demo."""
        name = "clinic_journeys_empty"
        site = ServedSite(var_dir, self._database(name, "template0"), DEMO="0")
        site.start()
        yield site
        site.stop()
        self._drop(name)

    def prepare(self) -> None:
        shutil.rmtree(self.prepared, ignore_errors=True)
        migrated.put_into(self.prepared)
        site = ServedSite(self.prepared, self._database(PREPARED, migrated.TEMPLATE))
        site.start()
        site.stop()

    def _database(self, name: str, template: str) -> str:
        """The address of a new database `name`, as `template` is; empty on SQLite."""
        self._drop(name)
        self.tell(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.server and f"{self.server.rsplit('/', 1)[0]}/{name}"

    def _drop(self, name: str) -> None:
        self.tell(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def tell(self, statement: str) -> None:
        """Say it to the PostgreSQL server, if this run has one."""
        if not self.server:
            return
        connection = psycopg2.connect(self.server)
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
        connection.close()


if __name__ == "__main__":
    Copies(Path(), postgresql_server()).prepare()
