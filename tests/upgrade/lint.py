"""django-migration-linter over the migrations after the baseline: python -m tests.upgrade.lint

It reads the SQL, of PostgreSQL if DATABASE_URL names one, else of SQLite. What SQL does not
say is in `tests.upgrade.rules`.
"""

import logging
import os
import sys
from collections.abc import Iterable
from typing import Any

import django

from tests.upgrade.baseline import ACCEPTED

#: SQLite: a rebuilt table has columns that are NOT NULL, old ones too. Both: longer text is
#: no danger. Our own rules know new columns from old, and longer from other.
BLIND = {"sqlite": ["NOT_NULL", "ALTER_COLUMN"], "postgresql": ["ALTER_COLUMN"]}
#: It only warns of these; the others are about names of variables.
ERRORS = [
    *("CREATE_INDEX", "CREATE_INDEX_EXCLUSIVE", "DROP_INDEX", "REINDEX"),
    *("RUNPYTHON_REVERSIBLE", "RUNSQL_REVERSIBLE"),
]


def refused(migrations: Iterable[Any]) -> int:
    """How many of these may break what is running; says which, and why."""
    from django.db import connection
    from django_migration_linter import MigrationLinter

    class Linter(MigrationLinter):
        def print_errors(self, errors: list[Any]) -> None:
            """Not what is accepted: that it was looked over is no news."""
            super().print_errors([e for e in errors if e.code not in self.exclude_migration_tests])

    logging.getLogger("django_migration_linter").setLevel(logging.WARNING)
    linter = Linter(no_cache=True, warnings_as_errors_tests=ERRORS, quiet=["ok", "ignore"])
    for migration in migrations:
        accepted = [rule for name, rule in ACCEPTED if name == str(migration)]
        linter.exclude_migration_tests = BLIND[connection.vendor] + accepted
        linter.lint_migration(migration)
    print(f"{linter.nb_total} new migrations, {linter.nb_erroneous} refused ({connection.vendor})")
    return int(linter.nb_erroneous)


def main() -> int:
    """The exit status: 1 if a migration is refused."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")
    django.setup()
    from tests.upgrade.plan import new_migrations

    return int(refused(migration for migration, _, _ in new_migrations()) > 0)


if __name__ == "__main__":
    sys.exit(main())
