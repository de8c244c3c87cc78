"""Migration operations that are safe while the previous version still serves (ADR 17)."""

from typing import Any

from django.contrib.postgres import operations as postgres
from django.db import NotSupportedError
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.state import ProjectState

SchemaEditor = BaseDatabaseSchemaEditor
ACTIONS = ("UPDATE", "DELETE")
#: As in migration 0006.
FUNCTION = (
    "CREATE OR REPLACE FUNCTION clinic_append_only() RETURNS trigger AS "
    "$$ BEGIN RAISE EXCEPTION 'append-only' USING ERRCODE = '23514'; END $$ LANGUAGE plpgsql"
)


class _Concurrently:
    """Mixin: CONCURRENTLY on PostgreSQL, a plain index operation on SQLite.

    The migration needs `atomic = False` and must contain nothing else: one that was interrupted
    runs again from its beginning.
    """

    atomic = False

    def _add(self, editor: SchemaEditor, model: Any, index: Any) -> None:
        """Add the index unless an interrupted run did; rebuild one that is invalid."""
        if not editor.collect_sql and _is_there(editor, model, index.name):
            if _is_whole(editor, index.name):
                return
            self._remove(editor, model, index)
        editor.add_index(model, index, **self._options(editor))

    def _remove(self, editor: SchemaEditor, model: Any, index: Any) -> None:
        if editor.collect_sql or _is_there(editor, model, index.name):
            editor.remove_index(model, index, **self._options(editor))

    def _options(self, editor: SchemaEditor) -> dict[str, bool]:
        # SQLite would not need this; the error must be the same on both databases.
        if editor.connection.in_atomic_block:
            raise NotSupportedError("Set atomic = False on the migration.")
        return {} if editor.connection.vendor == "sqlite" else {"concurrently": True}


def _is_there(editor: SchemaEditor, model: Any, name: str) -> bool:
    with editor.connection.cursor() as cursor:
        table = model._meta.db_table
        return name in editor.connection.introspection.get_constraints(cursor, table)


def _is_whole(editor: SchemaEditor, name: str) -> bool:
    """Whether the index is valid; PostgreSQL leaves an invalid one behind after a failure."""
    if editor.connection.vendor == "sqlite":
        return True
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT indisvalid FROM pg_index WHERE indexrelid = %s::regclass", [name])
        return bool(cursor.fetchone()[0])


class AddIndexConcurrently(_Concurrently, postgres.AddIndexConcurrently):
    """Django's operation for both databases; can run again after an interruption."""

    def database_forwards(
        self, app_label: str, schema_editor: SchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)
        self._add(schema_editor, model, self.index)

    def database_backwards(
        self, app_label: str, schema_editor: SchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        model = from_state.apps.get_model(app_label, self.model_name)
        self._remove(schema_editor, model, self.index)


class RemoveIndexConcurrently(_Concurrently, postgres.RemoveIndexConcurrently):
    """Django's operation for both databases; can run again after an interruption."""

    def database_forwards(
        self, app_label: str, schema_editor: SchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        model = from_state.apps.get_model(app_label, self.model_name)
        self._remove(schema_editor, model, self._index(app_label, from_state))

    def database_backwards(
        self, app_label: str, schema_editor: SchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)
        self._add(schema_editor, model, self._index(app_label, to_state))

    def _index(self, app_label: str, state: ProjectState) -> Any:
        return state.models[app_label, self.model_name_lower].get_index_by_name(self.name)


class Guard(Operation):
    """Create triggers that refuse every UPDATE and DELETE of this model's table.

    Repeat it after each operation that alters the table, in the same migration: SQLite loses
    triggers when Django rebuilds the table. For a reversible migration, add one before, too.
    """

    reversible = True
    reduces_to_sql = True
    category = OperationCategory.SQL

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.model_name], {}

    def describe(self) -> str:
        return f"Refuse changes and deletions in the table of {self.model_name}"

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Triggers are not part of the state."""

    def database_forwards(
        self, app_label: str, schema_editor: SchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        guard = _guard_sqlite if schema_editor.connection.vendor == "sqlite" else _guard_postgresql
        guard(schema_editor, to_state.apps.get_model(app_label, self.model_name)._meta.db_table)

    def database_backwards(
        self, app_label: str, schema_editor: SchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """Create the triggers again: reverting other operations may rebuild the table, too."""
        self.database_forwards(app_label, schema_editor, to_state, from_state)


def _guard_sqlite(editor: SchemaEditor, table: str) -> None:
    for action in ACTIONS:
        name = f"{table}_no_{action.lower()}"
        editor.execute(f"DROP TRIGGER IF EXISTS {name}")
        editor.execute(
            f"CREATE TRIGGER {name} BEFORE {action} ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
        )


def _guard_postgresql(editor: SchemaEditor, table: str) -> None:
    """Replace triggers, which takes a weaker lock than dropping them."""
    editor.execute(FUNCTION)
    for action in ACTIONS:
        editor.execute(
            f"CREATE OR REPLACE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION clinic_append_only()"
        )
