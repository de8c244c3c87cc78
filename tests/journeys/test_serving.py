"""One command serves; one signal ends; nothing is lost between."""

import os
import signal
import subprocess

import pytest

from clinic import launch
from tests.waiting import wait_for


def descendants(pid, *, deep=True):
    """All processes below `pid`, or its children only."""
    listing = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True)
    children = {}
    for line in listing.stdout.splitlines():
        child, parent = map(int, line.split())
        children.setdefault(parent, []).append(child)
    found, todo = [], [pid]
    while todo:
        todo = [c for p in todo for c in children.get(p, [])]
        found += todo
        if not deep:
            break
    return found


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture(scope="module")
def copy(copies, tmp_path_factory):
    """A copy beside the one the other journeys use."""
    with copies.served(tmp_path_factory.mktemp("stoppable") / "var") as served:
        yield served


@pytest.mark.both_databases
def test_sigterm_leaves_no_process_and_data_survives(copy):
    # Given a copy that has loaded its sample site
    assert "Demo log-ins" in copy.log.read_text()
    # And runs gunicorn, its two workers and the worker
    wait_for(lambda: len(descendants(copy.process.pid)) >= 4, "all processes")
    processes = descendants(copy.process.pid)
    # When it is told to end
    assert copy.stop() == 0
    # Then all of it has ended
    assert [p for p in processes if is_alive(p)] == []
    # And the next start has the same pages, without loading the sample again
    copy.start()
    assert copy.log.read_text().count("Loading the sample site") == 1
    assert copy.get("/therapies/interpersonal-psychotherapy/")[0] == 200


def test_worker_that_is_killed_comes_back(copy):
    wait_for(lambda: len(descendants(copy.process.pid)) >= 4, "all processes")
    # gunicorn has children of its own, the worker has none.
    worker = next(p for p in descendants(copy.process.pid, deep=False) if not descendants(p))
    os.kill(worker, signal.SIGKILL)
    wait_for(lambda: "worker ended" in copy.log.read_text(), "the supervisor to notice")
    wait_for(lambda: len(descendants(copy.process.pid, deep=False)) == 2, "a new worker")


def test_taken_port_is_said_in_one_line(copy):
    second = subprocess.run(
        [str(launch.PYTHON), "manage.py", "serve"],
        cwd=launch.BASE_DIR,
        env=copy.environment,
        capture_output=True,
        text=True,
    )
    assert second.returncode != 0
    assert f"Port {copy.port} is taken" in second.stderr
    assert "Traceback" not in second.stderr


@pytest.fixture
def empty(copies, tmp_path):
    with copies.empty(tmp_path / "var") as served:
        yield served


def test_empty_site_has_a_home_page_and_no_demo_log_ins(empty):
    assert "Setting up the database" in empty.log.read_text()
    assert empty.get("/")[0] == 200
    assert empty.get("/appointments/new-client/")[0] == 200
    assert empty.get("/therapies/")[0] == 404
    assert "Demo log-ins" not in empty.log.read_text()
