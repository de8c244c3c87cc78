"""The proxy of `make audit` does what docs/deployment.md asks of one, and no more."""

import threading
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler

import pytest

from tests.audit.proxy import Handler, Server


class Site(BaseHTTPRequestHandler):
    """Says what it was asked."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        said = [f"{k}={self.headers[k]}" for k in ("X-Forwarded-Proto", "X-Forwarded-For")]
        self.send_response_only(201)
        self.send_header("X-Own", "1")
        self.end_headers()
        self.wfile.write(" ".join([*said, body.decode()]).encode())

    def log_message(self, *args):
        pass


@contextmanager
def listening(handler):
    server = Server(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def proxy_port():
    with listening(Site) as site_port:
        own = type("Own", (Handler,), {"scheme": "https", "site_port": site_port})
        with listening(own) as port:
            yield port


def test_scheme_and_address_are_said_and_nothing_is_added(proxy_port):
    connection = HTTPConnection("127.0.0.1", proxy_port)
    claims = {"X-Forwarded-Proto": "http", "X-Forwarded-For": "192.0.2.1"}
    connection.request("POST", "/", "words", claims)
    answer = connection.getresponse()
    said = answer.read().decode()
    connection.close()
    assert said == "X-Forwarded-Proto=https X-Forwarded-For=192.0.2.1, 127.0.0.1 words"
    assert answer.status == 201
    assert {name for name, _ in answer.getheaders()} == {"X-Own", "Content-Length"}
