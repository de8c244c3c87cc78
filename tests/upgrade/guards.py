"""Which migrations cost a table the triggers that guard it."""

from collections.abc import Iterator
from typing import Any

from django.db.migrations import Migration, operations
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Field

from clinic.operations import Guard
from clinic.privacy.append_only import AppendOnly
from tests.upgrade.plan import model_of, steps_of

Fault = tuple[str, str]  # a rule's name, and what is wrong in words
NOT_IN_THE_DATABASE = {*Field.non_db_attrs} - {"db_column"}
REBUILDS = (
    operations.AddField,
    operations.RemoveField,
    operations.RenameField,
    operations.AddConstraint,
    operations.RemoveConstraint,
    operations.AlterUniqueTogether,
)


def guarded() -> set[tuple[str, str]]:
    """The models whose tables the database itself guards."""
    return {
        (model._meta.app_label, model._meta.model_name)
        for model in AppendOnly.__subclasses__()
        if model.guarded
    }


def lost_guards(migration: Migration, state: ProjectState) -> Iterator[Fault]:
    """Guarded tables that SQLite may rebuild, and no `Guard` after it."""
    lost = set()
    for step, before in steps_of(migration, state):
        key = (migration.app_label, model_of(step))
        if isinstance(step, Guard):
            lost.discard(key)
        elif key in guarded() and _rebuilds(step, before.models.get(key)):
            lost.add(key)
    for _, model in sorted(lost):
        yield "GUARD", f'{model}: SQLite rebuilds its table. Add Guard("{model}") after it.'


def _rebuilds(operation: Operation, before: Any) -> bool:
    """Whether Django makes the table anew on SQLite; other words or choices change nothing."""
    if isinstance(operation, operations.AlterField):
        return _in_database(before.fields[operation.name]) != _in_database(operation.field)
    return isinstance(operation, REBUILDS)


def _in_database(field: Any) -> tuple[Any, ...]:
    _, path, args, described = field.deconstruct()
    return path, args, {k: v for k, v in described.items() if k not in NOT_IN_THE_DATABASE}
