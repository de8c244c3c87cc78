"""Django's PostgreSQL backend with connections from the pool of this process, if it has one."""

from typing import Any

from django.db.backends.postgresql import base

from clinic.postgresql import pool
from clinic.postgresql.time_limit import with_statement_timeout


class DatabaseWrapper(base.DatabaseWrapper):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if pool.current is not None:
            self.execute_wrappers.append(with_statement_timeout)

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connect = super().get_new_connection
        if pool.current is None:
            return connect(conn_params)
        return pool.current.take(lambda: connect(conn_params))

    def _close(self) -> None:
        if pool.current is None or self.connection is None:
            return super()._close()  # type: ignore[misc]
        return pool.current.give_back(self.connection)
