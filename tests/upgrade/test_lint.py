"""The linter reads what it is given, on the SQL of this database."""

import pytest
from django.db.migrations.loader import MigrationLoader

from tests.upgrade import baseline, lint

pytestmark = pytest.mark.usefixtures("outside_transactions")
#: Adds, among other things, a unique constraint to a table in use.
BAD = ("newsletter", "0005_release")


@pytest.fixture
def outside_transactions(django_db_setup, django_db_blocker):
    """SQLite writes no SQL for migrations inside one."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def bad():
    return MigrationLoader(None).get_migration(*BAD)


def test_migration_that_hurts_the_version_before_is_refused(bad, capsys):
    assert lint.refused([bad]) == 1
    assert "(newsletter, 0005_release)... ERR" in capsys.readouterr().out


def test_what_is_accepted_passes(bad, monkeypatch):
    rules = ("RENAME_COLUMN", "ADD_UNIQUE", "NOT_NULL", "CREATE_INDEX", "DROP_INDEX")
    rules += ("CREATE_INDEX_EXCLUSIVE", "RUNPYTHON_REVERSIBLE")
    monkeypatch.setattr(lint, "ACCEPTED", {(".".join(BAD), rule): "why" for rule in rules})
    assert lint.refused([bad]) == 0


def test_migration_that_hurts_nobody_passes():
    harmless = MigrationLoader(None).get_migration("clinic", "0008_password_asks")
    assert lint.refused([harmless]) == 0


def test_baseline_names_migrations_that_are_there():
    assert set(MigrationLoader(None).disk_migrations) >= set(baseline.MIGRATIONS.items())
