import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from newsletter.preflight import fetch


class _Web(BaseHTTPRequestHandler):
    """/404 responds with 404; /to?x redirects to x; every request is recorded."""

    def do_GET(self):
        self.server.seen.append((self.path, self.headers["Host"]))
        if self.path.startswith("/to?"):
            self.send_response(302)
            self.send_header("Location", self.path[4:])
        else:
            self.send_response(int(self.path.partition("?")[0].strip("/") or 200))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def web(monkeypatch):
    """A local web server that counts as public."""
    monkeypatch.setattr(fetch, "is_public", lambda address: True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Web)
    server.seen, server.at = [], f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "problem", "is_gone"),
    [
        ("/", "", False),
        ("/to?/200", "", False),
        ("/404", "no such page", True),
        ("/410", "no such page", True),
        ("/to?/404", "no such page", True),
        ("/403", "would not show", False),
        ("/429", "would not show", False),
        ("/503", "would not show", False),
        ("/to?/to?/to?/to?/to?/", "on and on", False),
    ],
)
def test_ask(web, path, problem, is_gone):
    answer = fetch.check(web.at + path)
    assert problem in answer.problem
    assert bool(problem) == bool(answer.problem)
    assert answer.is_gone == is_gone


def test_ask_says_which_host_it_means_and_keeps_the_query(web):
    assert not fetch.check(f"{web.at}/200?a=é b&c=%20").problem
    assert web.seen == [("/200?a=%C3%A9%20b&c=%20", web.at.removeprefix("http://"))]


def test_nobody_there_is_advice(web, unused_port):
    answer = fetch.check(f"http://127.0.0.1:{unused_port}/")
    assert "did not answer" in answer.problem
    assert not answer.is_gone


@pytest.fixture
def unused_port():
    with socket.socket() as taken:  # bound, and nobody listens
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@pytest.mark.parametrize(
    ("number", "is_gone"), [(socket.EAI_NONAME, True), (socket.EAI_AGAIN, False)]
)
def test_name_that_does_not_exist_is_gone(monkeypatch, number, is_gone):
    def look_up(*args, **kwargs):
        raise socket.gaierror(number, "x")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    assert fetch.check("https://nobody.example.org/").is_gone == is_gone


@pytest.mark.parametrize("address", ["https://x:99999/", "ftp://example.org/", "https://é" * 40])
def test_what_is_no_address_is_gone(address):
    assert fetch.check(address).is_gone


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.0"),
        *("100.64.0.1", "224.0.0.1", "[::1]", "[fe80::1]", "[fd00::1]", "[::ffff:127.0.0.1]"),
        *("[2002:7f00:1::]", "[64:ff9b::7f00:1]", "localhost", "2130706433", "0x7f.1"),
    ],
)
def test_inner_network_is_never_asked(monkeypatch, host):
    monkeypatch.setattr(socket, "create_connection", lambda *args: pytest.fail("connected"))
    answer = fetch.check(f"http://{host}/latest/meta-data/")
    assert "not on the public internet" in answer.problem
    assert answer.is_gone


def test_redirect_into_the_inner_network_is_not_followed(web, monkeypatch):
    monkeypatch.setattr(fetch, "is_public", lambda address: not address.startswith("10."))
    assert "public internet" in fetch.check(f"{web.at}/to?http://10.0.0.1/").problem


def test_one_private_address_among_public_ones_is_enough(monkeypatch):
    found = [(2, 1, 6, "", (ip, 80)) for ip in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: found)
    with pytest.raises(fetch.NotPublicError):
        fetch.public_addresses("example.org", 80)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_public_address_is_public(address):
    assert fetch.is_public(address)
