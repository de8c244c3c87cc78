import subprocess

import pytest

from clinic.images import child, process


@pytest.fixture
def without_process(monkeypatch):
    """Pictures are opened in this process: to start one for each takes longer than its work."""

    def run(command, **options):
        return subprocess.CompletedProcess(command, 0, child.run_job(options["input"]))

    monkeypatch.setattr(process.subprocess, "run", run)
