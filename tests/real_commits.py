"""A snapshot of the test database, for tests that need real commits and threads.

Django's own way (`transaction=True`) empties every table afterwards, the root page with
them, and is refused by append-only ledgers. A copy of the whole database is put back
instead.
"""

import shutil
from pathlib import Path

from django.db import connection, connections


class SQLiteSnapshot:
    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.path = Path(connection.settings_dict["NAME"])
        self.copy = self.path.with_suffix(".snapshot")
        connections.close_all()
        shutil.copy(self.path, self.copy)

    def restore(self) -> None:
        connections.close_all()
        for name in ("-wal", "-shm"):
            Path(f"{self.path}{name}").unlink(missing_ok=True)
        shutil.move(self.copy, self.path)


class PostgreSQLSnapshot:
    def __init__(self) -> None:
        self.name = connection.settings_dict["NAME"]
        self.copy = f"{self.name}_snapshot"
        self._execute(
            f'DROP DATABASE IF EXISTS "{self.copy}" WITH (FORCE)',
            f'CREATE DATABASE "{self.copy}" TEMPLATE "{self.name}"',
        )

    def restore(self) -> None:
        self._execute(
            f'DROP DATABASE "{self.name}" WITH (FORCE)',
            f'ALTER DATABASE "{self.copy}" RENAME TO "{self.name}"',
        )

    def _execute(self, *statements: str) -> None:
        connections.close_all()
        with connection._nodb_cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


def snapshot() -> SQLiteSnapshot | PostgreSQLSnapshot:
    return SQLiteSnapshot() if connection.vendor == "sqlite" else PostgreSQLSnapshot()
