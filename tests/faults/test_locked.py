"""Sixteen writers beside a site that serves and sends: nobody is told "database is locked"."""

import json
import os
import subprocess

from clinic import launch
from tests.faults.books import Books
from tests.waiting import wait_for

WRITES = int(os.environ.get("DRILL_WRITES", "160"))
STORED = "SELECT count(*) FROM booking_appointmentrequest WHERE name = 'Sample Person'"


def test_sixteen_writers_at_once_are_never_refused(site):
    command = [str(launch.PYTHON), "-m", "tests.faults.writers", str(WRITES)]
    wait_for(site.is_ready, "the site to serve")
    run = subprocess.run(
        command, cwd=launch.BASE_DIR, env=site.environment, check=True, stdout=subprocess.PIPE
    )
    assert json.loads(run.stdout) == {"stored": WRITES}
    assert Books(site).ask(STORED) == [(WRITES,)]
    assert "locked" not in site.log.read_text()
