"""A shared cache that hangs: pages come as they did before. Only in `make drill`, as it times."""

import contextlib
import socket
import threading
import time
from types import SimpleNamespace

import pytest
import requests

from clinic import launch
from tests import migrated
from tests.faults.conftest import database
from tests.journeys.served import ServedSite

PAGES = ("/", "/search/?q=sleep", "/appointments/", "/appointments/new-client/", "/newsletter/")
SECONDS = 30
MORE = 1.0  # seconds that a hanging cache may add to a page


@pytest.fixture(scope="module")
def hanging():
    """The address of a server that takes connections and never says a word."""
    taken = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def take():
            with contextlib.suppress(OSError):
                while True:
                    taken.append(listening.accept()[0])

        threading.Thread(target=take, daemon=True).start()
        yield f"redis://127.0.0.1:{listening.getsockname()[1]}/0"
        for connection in taken:
            connection.close()
        listening.shutdown(socket.SHUT_RDWR)


@pytest.fixture(scope="module")
def slowest(hanging, tmp_path_factory):
    """How long each page took at most, without a cache of that kind and with it."""
    return SimpleNamespace(
        before=_slowest(tmp_path_factory.mktemp("well") / "var"),
        hanging=_slowest(tmp_path_factory.mktemp("hangs") / "var", CACHE_URL=hanging),
    )


def _slowest(var_dir, **environment):
    launch.ensure_static()
    with database("clinic_cache") as address:
        migrated.put_into(var_dir)
        served = ServedSite(var_dir, address, **environment)
        served.ready_at = "/healthz"  # the other says that the cache is away
        served.start()
        try:
            return _asked(served, is_well="CACHE_URL" not in environment)
        finally:
            served.stop()


def _asked(served, *, is_well):
    found = dict.fromkeys(PAGES, 0.0)
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        for page in PAGES:
            started = time.monotonic()
            assert requests.get(served.url + page, timeout=60).status_code == 200
            found[page] = max(found[page], time.monotonic() - started)
    ready = requests.get(f"{served.url}/readyz", timeout=60).json()
    assert ready["cache"] is is_well
    return found


@pytest.mark.parametrize("page", PAGES)
def test_fault_4_a_hanging_cache_adds_little_to_any_page(slowest, page):
    launch.say(f"   {page}: {slowest.before[page]:.2f} s, {slowest.hanging[page]:.2f} s")
    assert slowest.hanging[page] - slowest.before[page] < MORE
