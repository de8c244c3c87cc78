"""What a migration may do while the version before serves (ADR 17).

Read from the operations, because neither SQL of SQLite, which rebuilds a table for most
changes, nor django-migration-linter shows all of it. A table or column that the version
before does not know cannot hurt it.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.migrations import Migration, operations
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState
from django.db.models import CharField, Q, TextField, UniqueConstraint

from clinic.operations import AddIndexConcurrently, RemoveIndexConcurrently
from tests.upgrade.guards import NOT_IN_THE_DATABASE, lost_guards
from tests.upgrade.plan import in_the_database, model_of, steps_of

Fault = tuple[str, str]  # a rule's name, and what is wrong in words
#: Of a column's description, what the version before is not hurt by.
HARMLESS = NOT_IN_THE_DATABASE | {
    *("default", "auto_now", "auto_now_add", "encoder", "decoder", "upload_to", "storage"),
    *("block_types", "block_lookup", "use_json_field"),
}
UNKNOWN = "?"
CONCURRENT = (AddIndexConcurrently, RemoveIndexConcurrently)


def faults_of(migration: Migration, base: ProjectState, state: ProjectState) -> Iterator[Fault]:
    """Every rule the migration breaks that finds the models of `state`."""
    room = migration.app_label
    yield from _half_way(migration)
    yield from lost_guards(migration, state)
    for step, before in steps_of(migration, state):
        known = base.models.get((room, model_of(step)))
        rule = RULES.get(type(step))
        if known is not None and rule is not None:
            yield from rule(step, known, before.models.get((room, model_of(step))))


Rule = Callable[[Any, ModelState, Any], Iterator[Fault]]


def _never(operation: Any, known: ModelState, before: Any) -> Iterator[Fault]:
    name = operation.deconstruct()[0]
    yield (
        name,
        f"{operation.describe()}: the version before uses it. Nothing is renamed or dropped.",
    )


def _never_if_known(operation: Any, known: ModelState, before: Any) -> Iterator[Fault]:
    name = getattr(operation, "old_name", "") or operation.name
    if name in known.fields:
        yield from _never(operation, known, before)


def _add_field(operation: Any, known: ModelState, before: Any) -> Iterator[Fault]:
    yield from _new_column(f"{known.name}.{operation.name}", operation.field)


def _new_column(name: str, field: Any) -> Iterator[Fault]:
    """The version before leaves the column out of every row it writes."""
    if field.many_to_many:
        return
    if not field.null and not field.has_db_default() and not field.generated:
        yield "NOT_NULL", f"{name}: null=True or db_default=…, or the version before writes no row."
    if field.unique:
        yield "UNIQUE", f"{name}: a unique column of a table in use comes one version later."
    elif field.db_index:
        yield "INDEX", f"{name}: db_index=False, and AddIndexConcurrently in its own migration."


def _alter_field(operation: Any, known: ModelState, before: Any) -> Iterator[Fault]:
    name, old, new = (
        f"{known.name}.{operation.name}",
        before.fields[operation.name],
        operation.field,
    )
    if operation.name not in known.fields:
        yield from _new_column(name, new)
        return
    if old.null and not new.null:
        yield "NOT_NULL", f"{name}: the version before still writes rows without it."
    if old.has_db_default() and not (new.has_db_default() or new.null):
        yield "DB_DEFAULT", f"{name}: keep the db_default that rows of the version before rely on."
    if new.unique and not old.unique:
        yield "UNIQUE", f"{name}: comes one version later."
    elif new.db_index and not old.db_index:
        yield "INDEX", f"{name}: AddIndexConcurrently in its own migration instead of db_index."
    if not _holds_as_much(old, new):
        yield "TYPE", f"{name}: a new type is a new column; only text may become longer."


def _described(field: Any) -> dict[str, Any]:
    _, _, _, described = field.deconstruct()
    return {
        name: value
        for name, value in described.items()
        if name not in HARMLESS | {"null", "db_default", "unique", "db_index"}
    }


def _holds_as_much(old: Any, new: Any) -> bool:
    """Whether every value the version before writes fits, and the table is not rewritten."""
    was, becomes = _described(old), _described(new)
    if isinstance(old, CharField) and isinstance(new, CharField | TextField):
        length, longer = was.pop("max_length", None), becomes.pop("max_length", None)
        wide = isinstance(new, TextField) or (length or 0) <= (longer or 0)
        return wide and was == becomes
    same = type(old) is type(new) or old.get_internal_type() == new.get_internal_type()
    return same and was == becomes


def _index(operation: Any, known: ModelState, before: Any) -> Iterator[Fault]:
    ours = f"clinic.operations.{type(operation).__name__}Concurrently"
    yield "INDEX", f"{operation.describe()}: use {ours}."


def _add_constraint(operation: Any, known: ModelState, before: Any) -> Iterator[Fault]:
    written = {*known.fields, *(f"{name}_id" for name in known.fields), "pk", UNKNOWN}
    if _columns_of(operation.constraint) & written:
        later = "comes one version later, or say in tests/upgrade/baseline.py why old rows pass"
        yield "ADD_CONSTRAINT", f"{operation.constraint.name}: {later}."


def _columns_of(constraint: Any) -> set[str]:
    """What the constraint reads, as far as that can be told."""
    condition = getattr(constraint, "condition", None) or Q()
    read: set[str] = set(getattr(condition, "referenced_base_fields", {UNKNOWN}))
    if isinstance(constraint, UniqueConstraint):
        named = [*constraint.fields, *(getattr(e, "name", UNKNOWN) for e in constraint.expressions)]
        return read | set(named)
    return read or {UNKNOWN}


RULES: dict[type[Operation], Rule] = {
    operations.DeleteModel: _never,
    operations.RenameModel: _never,
    operations.AlterModelTable: _never,
    operations.RenameIndex: _never,
    operations.AlterUniqueTogether: _never,
    operations.AlterIndexTogether: _never,
    operations.AlterOrderWithRespectTo: _never,
    operations.RemoveField: _never_if_known,
    operations.RenameField: _never_if_known,
    operations.AddField: _add_field,
    operations.AlterField: _alter_field,
    operations.AddIndex: _index,
    operations.RemoveIndex: _index,
    operations.AddConstraint: _add_constraint,
}


def _half_way(migration: Migration) -> Iterator[Fault]:
    """What cannot be taken back as a whole is one kind of thing that can be run again."""
    steps = [step for operation in migration.operations for step in in_the_database(operation)]
    concurrent = [isinstance(step, CONCURRENT) for step in steps]
    if any(concurrent) and not (all(concurrent) and not migration.atomic):
        yield "ATOMIC", "indexes made concurrently are alone in a migration with atomic = False."
