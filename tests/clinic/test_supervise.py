"""Real processes: forked by a small script, so that pytest itself is not forked."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.waiting import wait_for

BASE_DIR = Path(__file__).resolve().parent.parent.parent
SCRIPT = """
import os, signal, sys, time
from clinic.deployment import supervise
supervise.GRACE = 1.0
supervise.RESTART_PAUSE = 0.0

def target():
    {body}
    print(os.getpid(), flush=True)
    while True:
        time.sleep(0.05)

supervise.run({{"one": target}})
"""


@pytest.fixture
def start():
    running = []

    def start(body="pass"):
        process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT.format(body=body)],
            cwd=BASE_DIR,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        running.append(process)
        return process, int(process.stdout.readline())

    yield start
    for process in running:
        process.terminate()
        process.wait(timeout=10)
        process.stdout.close()


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_one_signal_ends_all(start, number):
    process, child = start()
    process.send_signal(number)
    assert process.wait(timeout=10) == 0
    assert not is_alive(child)


def test_target_that_will_not_end_is_killed(start):
    process, child = start("signal.signal(signal.SIGTERM, signal.SIG_IGN)")
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=10)
    assert not is_alive(child)


def test_target_that_dies_is_started_again(start):
    process, child = start()
    os.kill(child, signal.SIGKILL)
    assert int(process.stdout.readline()) != child


@pytest.mark.skipif(sys.platform != "linux", reason="prctl is Linux's")
def test_killed_supervisor_leaves_nothing_behind(start):
    process, child = start()
    process.kill()
    process.wait()
    wait_for(lambda: not is_alive(child), "the child to end", 10)
