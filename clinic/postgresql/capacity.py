"""Whether the database server has enough connections for this site and its operators."""

import logging

from django.conf import settings
from django.db import DatabaseError, connection

from clinic.deployment.environment import refuse

logger = logging.getLogger(__name__)
#: The worker's own connection, and one that it opens beside it for a short time.
WORKER_CONNECTIONS = 2
#: A backup, a shell, a migration, monitoring: what must connect while the site is busy.
OPERATOR_CONNECTIONS = 5
CAPACITY = """
    SELECT current_setting('max_connections')::int
        - current_setting('superuser_reserved_connections')::int
"""
CONNECTIONS_IN_USE = "SELECT sum(numbackends) FROM pg_stat_database"


def connections_needed() -> int:
    """Return how many connections web processes, worker and operator may have at once."""
    web = settings.WEB_CONCURRENCY * settings.DATABASE_CONNECTIONS
    return web + WORKER_CONNECTIONS + OPERATOR_CONNECTIONS


def _fetch_number(query: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return int(cursor.fetchone()[0])


def refuse_over_capacity() -> None:
    """Refuse to start if the site could use all connections of the server.

    A server that is away is not checked; requests will report it.
    """
    if connection.vendor != "postgresql":
        return
    try:
        capacity = _fetch_number(CAPACITY)
    except DatabaseError:
        logger.warning("the database's connection limit was not checked: it is away")
        return
    if connections_needed() > capacity:
        refuse(
            [
                f"DATABASE_CONNECTIONS: {connections_needed()} connections may be open at once "
                f"(WEB_CONCURRENCY x {settings.DATABASE_CONNECTIONS}, "
                f"{WORKER_CONNECTIONS} for the worker, {OPERATOR_CONNECTIONS} for you), "
                f"but the database server takes {capacity}. Lower one of the two, or raise "
                "max_connections there."
            ]
        )


def has_free_connection() -> bool:
    """Whether the server has a connection left for an operator; always True on SQLite."""
    if connection.vendor != "postgresql":
        return True
    return _fetch_number(CAPACITY) - _fetch_number(CONNECTIONS_IN_USE) >= 1
