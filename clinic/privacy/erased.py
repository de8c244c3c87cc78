"""Erased is erased: on SQLite a deleted row stays readable in the file and in its log.

`PRAGMA secure_delete` (clinic/settings.py) writes zeros over it; the log of changes (WAL)
still has the old page until it is emptied. PostgreSQL's own vacuum does this by itself.
"""

from django.db import connection, transaction

#: Milliseconds that readers may hold it up; the worker tries again within the hour.
WAIT = 2000


def leave_no_trace() -> None:
    """Call it in the transaction that erases somebody: the log is emptied after its commit."""
    if connection.vendor == "sqlite":
        transaction.on_commit(empty_log)


def empty_log() -> int:
    """Move all changes into the database file and cut the log to nothing; 1 if that was done."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return 0
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {WAIT}")
        try:
            busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(before)}")
    return 0 if busy else 1
