"""A real gunicorn with two threads, and visitors who send or read half of what they should."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.postgres import free_port
from tests.waiting import wait_for

HALF = b"GET / HTTP/1.1\r\nHost: testserver\r\nX-Slow: "
WHOLE = b"GET / HTTP/1.1\r\nHost: testserver\r\nConnection: close\r\n\r\n"
SITE = """
from clinic.web import worker
worker.HEAD_SECONDS = worker.UNREAD_SECONDS = 0.5
worker_class = "clinic.web.worker.WebWorker"
threads = 2
"""
APPLICATION = """
def application(environ, start_response):
    if environ["PATH_INFO"] == "/large":
        start_response("200 OK", [("Content-Length", "50000000")])
        return [b"x" * 50_000_000]
    start_response("200 OK", [("Content-Length", "4")])
    return [b"here"]
"""


def ask(port, text, *, wait=30):
    with socket.create_connection(("127.0.0.1", port), timeout=wait) as visitor:
        visitor.sendall(text)
        return b"".join(iter(lambda: visitor.recv(4096), b""))


def is_there(port):
    with contextlib.suppress(OSError):
        return b"here" in ask(port, WHOLE)
    return False


@pytest.fixture
def port(tmp_path):
    (tmp_path / "site.py").write_text(SITE)
    (tmp_path / "application.py").write_text(APPLICATION)
    port = free_port()
    place = ["--chdir", str(tmp_path), "--config", str(tmp_path / "site.py")]
    command = [sys.executable, "-m", "gunicorn", *place, "--bind", f"127.0.0.1:{port}"]
    server = subprocess.Popen(
        [*command, "--log-level", "error", "--no-control-socket", "application"],
        env=os.environ | {"PYTHONPATH": str(Path.cwd())},
    )
    wait_for(lambda: is_there(port), "gunicorn", 60)
    yield port
    server.send_signal(signal.SIGTERM)
    server.wait(30)


def test_fault_7_half_sent_requests_do_not_silence_the_site(port):
    with contextlib.ExitStack() as slow:
        for _ in range(6):
            visitor = slow.enter_context(socket.create_connection(("127.0.0.1", port)))
            visitor.sendall(HALF)
        assert b"here" in ask(port, WHOLE)


def test_fault_7_unread_answers_do_not_silence_the_site(port):
    with contextlib.ExitStack() as slow:
        for _ in range(6):
            visitor = slow.enter_context(socket.create_connection(("127.0.0.1", port)))
            visitor.sendall(WHOLE.replace(b"GET / ", b"GET /large "))
        assert b"here" in ask(port, WHOLE)
