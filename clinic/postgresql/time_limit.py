"""A statement timeout for web processes, so that a query that hangs does not block a thread.

The timeout is set with each statement and ends with its transaction. As a session parameter
PgBouncer would refuse it, or it would remain on a connection that a migration uses next.
"""

from collections.abc import Callable
from typing import Any

MILLISECONDS = 15_000
_LIMIT = f"SET LOCAL statement_timeout = {MILLISECONDS}; "
#: They must be sent alone to work in a transaction that has failed.
_TRANSACTION_CONTROL = ("SAVEPOINT", "RELEASE", "ROLLBACK")


def with_statement_timeout(
    execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """An `execute_wrapper` for Django; `executemany`, which psycopg2 splits, has no timeout."""
    if not many and isinstance(sql, str) and not sql.startswith(_TRANSACTION_CONTROL):
        sql = _LIMIT + sql
    return execute(sql, params, many, context)
