"""The migrations that came after the version before."""

from collections.abc import Iterator
from functools import cache

from django.db.migrations import Migration, SeparateDatabaseAndState
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from tests.upgrade.baseline import MIGRATIONS


@cache
def _graph() -> MigrationGraph:
    return MigrationLoader(None).graph


@cache
def base_state() -> ProjectState:
    """The models of the version before."""
    return _graph().make_state([*MIGRATIONS.items()], at_end=True)


def new_migrations() -> Iterator[tuple[Migration, ProjectState, ProjectState]]:
    """Each of ours, in order, the models of the version before, and those it finds."""
    graph, state = _graph(), base_state().clone()
    before = graph._generate_plan([*MIGRATIONS.items()], at_end=True)
    for node in graph._generate_plan(graph.leaf_nodes(), at_end=True):
        if node in before:
            continue
        if node[0] in MIGRATIONS:
            yield graph.nodes[node], base_state(), state.clone()
        state = graph.nodes[node].mutate_state(state, preserve=False)


def steps_of(migration: Migration, state: ProjectState) -> Iterator[tuple[Operation, ProjectState]]:
    """What the migration does to the database, step by step, and the models each step finds."""
    room, state = migration.app_label, state.clone()
    for operation in migration.operations:
        within = state.clone()
        for step in in_the_database(operation):
            yield step, within
            step.state_forwards(room, within)
        operation.state_forwards(room, state)


def in_the_database(operation: Operation) -> list[Operation]:
    if isinstance(operation, SeparateDatabaseAndState):
        return list(operation.database_operations)
    return [operation]


def model_of(operation: Operation) -> str:
    name = getattr(operation, "model_name", "") or getattr(operation, "old_name", "")
    return str(name or getattr(operation, "name", "")).lower()
