import contextlib
import io
import socket
import threading

import pytest

from clinic.web.slow_bodies import DeadlineInput, limit_body_time


@pytest.fixture
def ends():
    ours, theirs = socket.socketpair()
    yield ours, theirs
    ours.close()
    theirs.close()


def test_body_that_arrives_is_read(ends):
    ours, theirs = ends
    theirs.sendall(b"name=anna")
    body = DeadlineInput(ours.makefile("rb"), ours, seconds=5)
    assert body.read(9) == b"name=anna"
    assert ours.gettimeout() is None


def test_body_that_never_arrives_ends_the_wait(ends):
    ours, _ = ends
    body = DeadlineInput(ours.makefile("rb"), ours, seconds=0.05)
    with pytest.raises(TimeoutError):
        body.read(9)
    with pytest.raises(TimeoutError):
        body.readline()


def test_fault_7_body_that_drips_in_ends_the_wait(ends):
    ours, theirs = ends
    done = threading.Event()

    def drip():
        with contextlib.suppress(OSError):
            for _ in range(100):
                theirs.sendall(b"x")
                done.wait(0.02)

    thread = threading.Thread(target=drip)
    thread.start()
    body = DeadlineInput(ours.makefile("rb"), ours, seconds=0.1)
    with pytest.raises(TimeoutError):
        body.read(100)
    done.set()
    thread.join()


def test_only_gunicorns_requests_are_bounded(ends):
    seen = []
    application = limit_body_time(lambda environ, _: seen.append(environ["wsgi.input"]) or [])
    plain = io.BytesIO()
    application({"wsgi.input": plain, "PATH_INFO": "/"}, None)
    application({"wsgi.input": plain, "PATH_INFO": "/", "gunicorn.socket": ends[0]}, None)
    assert seen[0] is plain
    assert isinstance(seen[1], DeadlineInput)
