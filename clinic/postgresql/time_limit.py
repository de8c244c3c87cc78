"""A query that hangs must not hold a thread of the web.

The limit travels with each statement and ends with its transaction. As a parameter of the
session it would be refused by PgBouncer, or, between two transactions, stay behind on a
connection that a migration uses next.
"""

from collections.abc import Callable
from typing import Any

MILLISECONDS = 15_000
_LIMIT = f"SET LOCAL statement_timeout = {MILLISECONDS}; "
#: They must be alone to work in a transaction that has failed.
_OF_TRANSACTIONS = ("SAVEPOINT", "RELEASE", "ROLLBACK")


def limited(
    execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """An `execute_wrapper` of Django's; not for many at once, which psycopg2 sends singly."""
    if not many and isinstance(sql, str) and not sql.startswith(_OF_TRANSACTIONS):
        sql = _LIMIT + sql
    return execute(sql, params, many, context)
