"""A database with every migration applied: made once a run, of which the others are copies.

MIGRATED says where it is: a file, or a database on the server of DATABASE_URL. Without it
each test database goes through the migrations itself, which takes a quarter of a minute.
"""

import importlib
import os
import shutil
from pathlib import Path
from typing import Any

#: The file of SQLite, or the name of the database on PostgreSQL.
MIGRATED = os.environ.get("MIGRATED", "")
#: What a new database on the PostgreSQL server is a copy of.
TEMPLATE = MIGRATED or "template0"


def put_into(var_dir: Path) -> None:
    """The migrated SQLite file as the database of a site that has never been started."""
    if Path(MIGRATED).is_file():
        var_dir.mkdir(parents=True, exist_ok=True)
        shutil.copy(MIGRATED, var_dir / "clinic.sqlite3")


def become_test_database(connection: Any) -> None:
    """Put a copy where Django looks for the test database of this process."""
    copy(connection, MIGRATED, connection.creation._get_test_db_name())


def copy(connection: Any, source: str | Path, name: str | Path) -> None:
    """A new database `name` as `source` is, with which nobody may be connected."""
    if connection.vendor == "sqlite":
        for end in ("-wal", "-shm"):
            Path(f"{name}{end}").unlink(missing_ok=True)
        shutil.copy(source, name)
        return
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')


def make() -> None:
    """Anew at MIGRATED: python -m tests.migrated"""
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    connection.settings_dict["TEST"]["NAME"] = MIGRATED
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    call_command("roles", verbosity=0)
    connection.close()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")
    importlib.import_module("tests.environment")
    make()
