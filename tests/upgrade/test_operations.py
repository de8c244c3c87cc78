"""Indexes are made and dropped without stopping who writes, and again after a death half-way."""

import pytest
from django.db import NotSupportedError
from django.db.migrations.loader import MigrationLoader
from django.db.models import Index
from django.test.utils import CaptureQueriesContext

from clinic.operations import AddIndexConcurrently, RemoveIndexConcurrently
from tests.upgrade.applying import apply

TABLE = "clinic_outgoingemail"
ADD = AddIndexConcurrently("outgoingemail", Index(fields=["created_at"], name="outgoing_try"))


REMOVE = RemoveIndexConcurrently("outgoingemail", "outgoing_try")


def add(scratch, **options):
    return said(scratch, ADD, **options)


def remove(scratch, **options):
    return said(scratch, REMOVE, before=[ADD], **options)


def said(scratch, *operations, atomic=False, **options):
    """The SQL of `operations`, done."""
    with CaptureQueriesContext(scratch) as queries:
        apply(scratch, "clinic", *operations, atomic=atomic, **options)
    return " ".join(query["sql"] for query in queries)


def is_there(connection):
    with connection.cursor() as cursor:
        return "outgoing_try" in connection.introspection.get_constraints(cursor, TABLE)


def spoil(connection):
    """As a death leaves it: PostgreSQL keeps half an index, SQLite keeps nothing."""
    sql = {
        "sqlite": "DROP INDEX outgoing_try",
        "postgresql": "UPDATE pg_index SET indisvalid = false "
        "WHERE indexrelid = 'outgoing_try'::regclass",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.fixture(autouse=True)
def without_index(scratch):
    yield
    remove(scratch)


def test_index_is_made_and_dropped_without_a_lock(scratch):
    locks_nobody = scratch.vendor == "postgresql"
    assert ("CREATE INDEX CONCURRENTLY" in add(scratch)) == locks_nobody
    assert is_there(scratch)
    assert ("DROP INDEX CONCURRENTLY" in remove(scratch)) == locks_nobody
    assert not is_there(scratch)


def test_way_back(scratch):
    add(scratch)
    add(scratch, back=True)
    assert not is_there(scratch)
    remove(scratch, back=True)
    assert is_there(scratch)


def test_migration_that_died_half_way_is_run_again(scratch):
    add(scratch)
    assert "CREATE INDEX" not in add(scratch)
    spoil(scratch)
    assert "CREATE INDEX" in add(scratch)
    assert is_there(scratch)
    remove(scratch)
    assert "DROP INDEX" not in remove(scratch)


@pytest.mark.parametrize("change", [add, remove])
def test_in_a_transaction_it_is_refused_on_both_databases(scratch, change):
    if change is remove:
        add(scratch)
    with pytest.raises(NotSupportedError, match="atomic = False"):
        change(scratch, atomic=True)


def test_index_is_in_the_state_so_that_makemigrations_is_silent(scratch):
    state = MigrationLoader(scratch).project_state()
    ADD.state_forwards("clinic", state)
    indexes = state.models["clinic", "outgoingemail"].options["indexes"]
    assert "outgoing_try" in [index.name for index in indexes]
