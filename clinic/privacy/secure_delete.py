"""Removes erased data from SQLite's files, where a deleted row would otherwise stay readable.

`PRAGMA secure_delete` (clinic/settings.py) overwrites it with zeros; the write-ahead log (WAL)
contains the old page until it is truncated. On PostgreSQL, vacuum does this by itself.
"""

from django.db import connection, transaction

#: Milliseconds to wait for readers; the worker tries again within the hour.
BUSY_TIMEOUT = 2000


def truncate_wal_on_commit() -> None:
    """Truncate the WAL after the commit of the current transaction, which erases personal data."""
    if connection.vendor == "sqlite":
        transaction.on_commit(truncate_wal)


def truncate_wal() -> int:
    """Write the WAL into the database file and truncate it; return 1 if that was done."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return 0
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT}")
        try:
            busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(before)}")
    return 0 if busy else 1
