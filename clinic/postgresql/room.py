"""Whether the database server has room for this site and for whoever looks after it."""

import logging

from django.conf import settings
from django.db import DatabaseError, connection

from clinic.deployment.environment import refuse

logger = logging.getLogger(__name__)
#: The worker's own, and what it opens for a moment beside it.
WORKER = 2
#: A backup, a shell, a migration, the monitoring: whoever has to look in while it is busy.
OPERATOR = 5
ROOM = """
    SELECT current_setting('max_connections')::int
        - current_setting('superuser_reserved_connections')::int
"""
USED = "SELECT sum(numbackends) FROM pg_stat_database"


def wanted() -> int:
    """The most connections that web, worker and operator have at once."""
    return settings.WEB_CONCURRENCY * settings.DATABASE_CONNECTIONS + WORKER + OPERATOR


def _ask(question: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return int(cursor.fetchone()[0])


def refuse_too_many() -> None:
    """End a start that could use the server up, in one line; one that is away says so later."""
    if connection.vendor != "postgresql":
        return
    try:
        has = _ask(ROOM)
    except DatabaseError:
        logger.warning("the database's room for connections was not checked: it is away")
        return
    if wanted() > has:
        refuse(
            [
                f"DATABASE_CONNECTIONS: {wanted()} connections may be open at once "
                f"(WEB_CONCURRENCY x {settings.DATABASE_CONNECTIONS}, {WORKER} for the worker, "
                f"{OPERATOR} for you), "
                f"but the database server takes {has}. Lower one of the two, or raise "
                "max_connections there."
            ]
        )


def is_left() -> bool:
    """Whether an operator still gets a connection; always on SQLite."""
    return connection.vendor != "postgresql" or _ask(ROOM) - _ask(USED) >= 1
