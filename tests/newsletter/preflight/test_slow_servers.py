"""A server that responds endlessly is given up after the total timeout."""

import socket
import threading

import pytest

from newsletter.preflight import fetch

DRIPS = {
    "status": (b"", b"H"),
    "headers": (b"HTTP/1.1 200 OK\r\n", b"X"),
    "lines": (b"HTTP/1.1 200 OK\r\n", b"X-A: 1\r\n"),
    "redirects": (b"HTTP/1.1 302 Found\r\nLocation: /\r\n", b"X"),
    "silence": (b"", b""),
}


class Dripping:
    """Takes connections, and sends the same byte again until nobody listens."""

    def __init__(self, start, drip):
        self.start, self.drip, self.stop = start, drip, threading.Event()
        self.server = socket.create_server(("127.0.0.1", 0))
        self.at = f"http://127.0.0.1:{self.server.getsockname()[1]}/"
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()

    def serve(self):
        self.server.settimeout(0.05)
        while not self.stop.is_set():
            try:
                connection, _ = self.server.accept()
            except TimeoutError:
                continue
            with connection:
                self.send(connection)

    def send(self, connection):
        try:
            connection.sendall(self.start)
            while not self.stop.wait(0.01):
                connection.sendall(self.drip)
        except OSError:
            return

    def close(self):
        self.stop.set()
        self.thread.join()
        self.server.close()


@pytest.fixture(params=DRIPS)
def server(request, monkeypatch):
    monkeypatch.setattr(fetch, "is_public", lambda address: True)
    monkeypatch.setattr(fetch, "TOTAL_TIMEOUT", 0.3)
    dripping = Dripping(*DRIPS[request.param])
    yield dripping
    dripping.close()


def test_fault_29_dripping_server_is_left_in_time(server):
    found = []
    asks = threading.Thread(target=lambda: found.append(fetch.check(server.at)), daemon=True)
    asks.start()
    asks.join(20)
    assert found == [fetch.TIMED_OUT]


def test_fault_29_way_that_is_over_asks_nobody_further(monkeypatch):
    def request(address, deadline):
        deadline.end()
        return 302, "http://93.184.216.34/"

    monkeypatch.setattr(fetch, "_request", request)
    assert fetch.check("http://93.184.216.34/") == fetch.TIMED_OUT
