import pytest

from tests.upgrade.scratch import copied


@pytest.fixture(scope="module")
def scratch(django_db_setup, django_db_blocker):
    """A connection to a copy of the migrated database, for the tests of a module to alter."""
    with django_db_blocker.unblock(), copied("scratch") as connection:
        yield connection
