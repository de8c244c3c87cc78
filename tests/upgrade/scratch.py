"""A copy of the test database to alter, thrown away afterwards."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, connections


@contextmanager
def copied(alias: str) -> Iterator[Any]:
    """A connection to a copy, which is migrated to the end; no test's transaction is open."""
    settings = connection.settings_dict
    name = f"{settings['NAME']}_{alias}"
    connections.close_all()
    _copy(settings["NAME"], name)
    connections.settings[alias] = settings | {"NAME": name}
    try:
        yield connections[alias]
    finally:
        connections[alias].close()
        del connections[alias], connections.settings[alias]
        _drop(name)


def url_of(copy: Any) -> str:
    """DATABASE_URL for a process of its own."""
    name = copy.settings_dict["NAME"]
    if copy.vendor == "sqlite":
        return f"sqlite:///{name}"
    return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"


def _copy(source: Any, name: str) -> None:
    _drop(name)
    if connection.vendor == "sqlite":
        shutil.copy(source, name)
    else:
        _tell(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')


def _drop(name: str) -> None:
    if connection.vendor == "sqlite":
        for end in ("", "-wal", "-shm"):
            Path(f"{name}{end}").unlink(missing_ok=True)
    else:
        _tell(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _tell(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)
