"""A served copy whose mail goes to a provider on this machine."""

import os
from contextlib import contextmanager

import psycopg2
import pytest

from clinic import launch
from tests import migrated
from tests.faults.provider import HalfBrokenProvider
from tests.journeys.served import ServedSite

SEED = int(os.environ.get("DRILL_SEED", "4"))
DATABASE = "clinic_drill"


def pytest_collection_modifyitems(items):
    for item in items:
        if "faults" in item.path.parts:
            item.add_marker(pytest.mark.journey)


@contextmanager
def database(name=DATABASE):
    """The address of a database without content, or nothing for SQLite."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield ""
        return
    _tell(
        server,
        f"DROP DATABASE IF EXISTS {name} WITH (FORCE)",
        f"CREATE DATABASE {name} TEMPLATE {migrated.TEMPLATE}",
    )
    yield f"{server.rsplit('/', 1)[0]}/{name}"
    _tell(server, f"DROP DATABASE {name} WITH (FORCE)")


def _tell(server, *statements):
    connection = psycopg2.connect(server)
    connection.autocommit = True
    for statement in statements:
        connection.cursor().execute(statement)
    connection.close()


@pytest.fixture(scope="session")
def provider():
    with HalfBrokenProvider(SEED) as started:
        yield started


@pytest.fixture(scope="session")
def site(provider, tmp_path_factory):
    launch.ensure_static()
    environment = {
        "DEMO": "0",
        "EMAIL_PROVIDER": "postmark",
        "ANYMAIL_POSTMARK_SERVER_TOKEN": "drill",
        "ANYMAIL_POSTMARK_API_URL": provider.url,
        "ANYMAIL_WEBHOOK_SECRET": "drill:drill",
        "PROXY_HOPS": "1",
        "WEB_CONCURRENCY": "3",
    }
    with database() as address:
        var_dir = tmp_path_factory.mktemp("drill") / "var"
        migrated.put_into(var_dir)
        served = ServedSite(var_dir, address, **environment)
        served.start()
        yield served
        if served.process.poll() is None:
            served.stop()
