"""Few bytes for visitors, and none that tell a secret."""

import gzip

import brotli
import pytest

from clinic.compression import best_encoding, compressed

LONG = b"<p>calm words</p>" * 100


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("", ""),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("GZIP;q=1.0, BR;q=0.5", "br"),
        ("br;q=0, gzip", "gzip"),
        ("br; q=0.0, gzip ;q=0", ""),
        ("identity", ""),
        ("*", ""),
        (";;;,,q=", ""),
    ],
)
def test_best_encoding(accepted, expected):
    assert best_encoding(accepted) == expected


def app_with(body, *headers):
    def app(environ, start_response):
        length = ("Content-Length", str(len(body)))
        start_response("200 OK", [("Content-Type", "text/html"), length, *headers])
        return [body]

    return app


def ask(app, method="GET", path="/search/", accepted="br"):
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "HTTP_ACCEPT_ENCODING": accepted}
    said = {}

    def start_response(status, headers):
        said.update(headers)

    return b"".join(compressed(app)(environ, start_response)), said


def test_long_text_is_compressed():
    body, headers = ask(app_with(LONG, ("Vary", "Cookie")))
    assert brotli.decompress(body) == LONG
    assert headers["Content-Encoding"] == "br"
    assert headers["Content-Length"] == str(len(body))
    assert headers["Vary"] == "Cookie, Accept-Encoding"
    body, headers = ask(app_with(LONG), accepted="gzip")
    assert gzip.decompress(body) == LONG


@pytest.mark.parametrize(
    "request_", [{"method": "POST"}, {"path": "/admin/"}, {"path": "/cms/"}, {"accepted": ""}]
)
def test_what_could_tell_a_secret_or_is_not_asked_for_stays_as_it_is(request_):
    body, headers = ask(app_with(LONG), **request_)
    assert body == LONG
    assert "Content-Encoding" not in headers


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"short", []),
        (LONG, [("Content-Encoding", "gzip")]),
        (LONG, [("Content-Type", "image/avif")]),
        (LONG, [("Content-Type", "text/css"), ("Content-Range", "bytes 0-1699/9000")]),
    ],
)
def test_what_gains_nothing_stays_as_it_is(body, headers):
    app = app_with(body)
    if headers:

        def app(environ, start_response):
            start_response("200 OK", [*headers, ("Content-Length", str(len(body)))])
            return [body]

    assert ask(app)[0] == body
