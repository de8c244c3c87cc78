"""Fixtures for all tests."""

import gc
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from hypothesis import settings as hypothesis_settings

from tests import engines, order

# A slow machine is no failure.
hypothesis_settings.register_profile("project", deadline=None)
hypothesis_settings.load_profile("project")


def pytest_configure(config: Any) -> None:
    # Templates name static files; their hashed names exist only after collectstatic.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    override_settings(
        STORAGES=settings.STORAGES | {"staticfiles": plain},
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        # Each test client would look through all static files: a quarter of the suite's time.
        WHITENOISE_AUTOREFRESH=True,
    ).enable()


def pytest_sessionstart(session: Any) -> None:
    """What is loaded by now never dies: looking for garbage in it took a sixth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


@pytest.hookimpl(tryfirst=True)  # before pytest reads `-m`
def pytest_collection_modifyitems(items: list[Any]) -> None:
    """Begin with what takes longest. Mark what uses the database; all else runs once in
    `make test`, with SQLite's tests.

    Sound because nothing else can: without one of these pytest-django refuses a connection.
    """
    items.sort(key=lambda item: order.place(item.path))
    for item in items:
        if engines.makes_no_difference(item.path):
            item.add_marker(pytest.mark.one_database)
        if item.get_closest_marker("django_db") or "django_db_setup" in item.fixturenames:
            item.add_marker(pytest.mark.database)


@pytest.fixture
def client() -> Any:
    """Django's test client; `force_login` logs staff in with both steps."""
    from tests.clients import StaffClient

    return StaffClient()


@pytest.fixture
def admin_client(client: Any, admin_user: Any) -> Any:
    """A superuser with both steps, in a client of its own."""
    own = type(client)()
    own.force_login(admin_user)
    return own


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, django_db_blocker: Any, django_db_createdb: bool
) -> None:
    """`make test` has one migrated database a run; `--create-db` migrates anew."""
    from tests import migrated

    if migrated.MIGRATED and not django_db_createdb:
        with django_db_blocker.unblock():
            migrated.become_test_database(connection)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: Any, django_db_blocker: Any) -> None:
    """A database in which the roles are there, as after every deployment."""
    with django_db_blocker.unblock():
        # pytest-django switches over only for marked tests, and a run may have none.
        name = connection.creation._get_test_db_name()
        if str(connection.settings_dict["NAME"]) != str(name):
            connection.creation.create_test_db(verbosity=0, autoclobber=True, keepdb=True)
        call_command("roles", verbosity=0)


@pytest.fixture(scope="session")
def sample_database(django_db_setup: Any, django_db_blocker: Any) -> str:
    """The name of the database that has the sample pages, made by the first who wants it."""
    from tests import sample_site

    with django_db_blocker.unblock():
        return sample_site.make_database()


def _inside_sample(sample_database: str, django_db_blocker: Any) -> Iterator[None]:
    from tests import sample_site

    with django_db_blocker.unblock(), sample_site.inside(sample_database):
        yield


#: The sample pages for one test (or class), which goes back to them afterwards.
sample_site = pytest.fixture(_inside_sample, scope="class", name="sample_site")
#: The same for a module in which every test wants them, its own fixtures too.
shared_sample = pytest.fixture(_inside_sample, scope="module", name="shared_sample")


@pytest.fixture
def outbox_sent(db: Any, mailoutbox: list[Any]) -> Any:
    """Call it to have the worker send what is due; gives the messages sent so far."""

    def send() -> list[Any]:
        from clinic.mail import outbox

        while outbox.deliver_due():
            pass
        return mailoutbox

    return send


@pytest.fixture
def real_commits(django_db_setup: Any, django_db_blocker: Any) -> Any:
    """The database with real commits, for threads and races; put back as it was afterwards."""
    from tests.real_commits import snapshot

    with django_db_blocker.unblock():
        before = snapshot()
        yield
        before.restore()


@pytest.fixture
def at_once(real_commits: Any) -> Any:
    """Call it with functions: each runs in a thread of its own, all starting together."""
    from tests.threads import run_at_once

    return run_at_once
