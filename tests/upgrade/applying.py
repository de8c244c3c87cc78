"""Operations on a real database, as a migration would do them."""

from collections.abc import Sequence
from typing import Any

from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation


def apply(
    connection: Any,
    room: str,
    *operations: Operation,
    before: Sequence[Operation] = (),
    atomic: bool = True,
    back: bool = False,
) -> None:
    """Do `operations` as a migration of `room` after today's last one, or take them `back`.

    Those `before` have been done by an earlier one.
    """
    migration = Migration("try", room)
    migration.operations, migration.atomic = list(operations), atomic
    state = MigrationLoader(connection).project_state()
    for operation in before:
        operation.state_forwards(room, state)
    with connection.schema_editor(atomic=atomic) as editor:
        (migration.unapply if back else migration.apply)(state, editor)
