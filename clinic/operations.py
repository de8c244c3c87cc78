"""Operations for migrations that run while the version before still serves (ADR 17)."""

from typing import Any

from django.contrib.postgres import operations as postgres
from django.db import NotSupportedError
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.state import ProjectState

SchemaEditor = BaseDatabaseSchemaEditor
ACTS = ("UPDATE", "DELETE")
#: As in migration 0006.
FUNCTION = (
    "CREATE OR REPLACE FUNCTION clinic_append_only() RETURNS trigger AS "
    "$$ BEGIN RAISE EXCEPTION 'append-only' USING ERRCODE = '23514'; END $$ LANGUAGE plpgsql"
)


class _Concurrently:
    """Without a lock on PostgreSQL, plainly on SQLite; the migration says `atomic = False`.

    Its migration holds nothing else: one that dies half-way is run again from its beginning.
    """

    atomic = False

    def _add(self, editor: SchemaEditor, model: Any, index: Any) -> None:
        """Add the index, unless a run that died has; one it left unfinished is made anew."""
        if not editor.collect_sql and _is_there(editor, model, index.name):
            if _is_whole(editor, index.name):
                return
            self._remove(editor, model, index)
        editor.add_index(model, index, **self._options(editor))

    def _remove(self, editor: SchemaEditor, model: Any, index: Any) -> None:
        if editor.collect_sql or _is_there(editor, model, index.name):
            editor.remove_index(model, index, **self._options(editor))

    def _options(self, editor: SchemaEditor) -> dict[str, bool]:
        # SQLite could do it inside; a mistake must be found there, too.
        if editor.connection.in_atomic_block:
            raise NotSupportedError("Set atomic = False on the migration.")
        return {} if editor.connection.vendor == "sqlite" else {"concurrently": True}


def _is_there(editor: SchemaEditor, model: Any, name: str) -> bool:
    with editor.connection.cursor() as cursor:
        table = model._meta.db_table
        return name in editor.connection.introspection.get_constraints(cursor, table)


def _is_whole(editor: SchemaEditor, name: str) -> bool:
    """Whether PostgreSQL finished the index: one that failed stays behind and serves nobody."""
    if editor.connection.vendor == "sqlite":
        return True
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT indisvalid FROM pg_index WHERE indexrelid = %s::regclass", [name])
        return bool(cursor.fetchone()[0])


class AddIndexConcurrently(_Concurrently, postgres.AddIndexConcurrently):
    """Django's, for both databases, and to be run again."""

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
    """Django's, for both databases, and to be run again."""

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
    """The database refuses every UPDATE and DELETE of this model's table.

    Repeat it after whatever alters such a table, in the same migration: SQLite loses
    triggers when Django rebuilds the table. To go back as well, put one in front, too.
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
        """Nothing of it is in the models."""

    def database_forwards(
        self, app_label: str, schema_editor: SchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        put = _guard_sqlite if schema_editor.connection.vendor == "sqlite" else _guard_postgresql
        put(schema_editor, to_state.apps.get_model(app_label, self.model_name)._meta.db_table)

    def database_backwards(
        self, app_label: str, schema_editor: SchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """Again: what else the migration takes back may rebuild the table, too."""
        self.database_forwards(app_label, schema_editor, to_state, from_state)


def _guard_sqlite(editor: SchemaEditor, table: str) -> None:
    for act in ACTS:
        name = f"{table}_no_{act.lower()}"
        editor.execute(f"DROP TRIGGER IF EXISTS {name}")
        editor.execute(
            f"CREATE TRIGGER {name} BEFORE {act} ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
        )


def _guard_postgresql(editor: SchemaEditor, table: str) -> None:
    """It keeps triggers: replacing them locks less than dropping them."""
    editor.execute(FUNCTION)
    for act in ACTS:
        editor.execute(
            f"CREATE OR REPLACE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION clinic_append_only()"
        )
