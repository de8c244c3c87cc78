"""Few bytes for visitors, and none that tell a secret."""

import gzip

import brotli
import pytest
from whitenoise import WhiteNoise

from clinic.finished_pages.compression import best_encoding, compressed
from clinic.finished_pages.wsgi_response import WSGIResponse

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
        ("identity;q=0, *", "br"),
        ("*;q=0.5, identity;q=0, br;q=0", "gzip"),
        ("*;q=0", ""),
        ("gzip,\tbr;\tq=0", "gzip"),
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
    answer = WSGIResponse(compressed(app), environ)
    return answer.read(), dict(answer.headers)


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


def test_head_has_the_headers_of_a_get_but_no_length():
    body, headers = ask(app_with(LONG), method="HEAD")
    assert body == LONG  # the server leaves it out
    assert headers["Content-Encoding"] == "br"
    assert "Content-Length" not in headers
    assert ask(app_with(LONG), method="HEAD", accepted="")[1]["Content-Length"] == str(len(LONG))


def test_tag_of_bytes_that_were_changed_is_a_weak_one():
    assert ask(app_with(LONG, ("ETag", '"a"')))[1]["ETag"] == 'W/"a"'
    assert ask(app_with(LONG, ("ETag", 'W/"a"')))[1]["ETag"] == 'W/"a"'
    assert ask(app_with(LONG, ("ETag", '"a"')), accepted="")[1]["ETag"] == '"a"'


@pytest.mark.parametrize("vary", ["Accept-Encoding", "accept-encoding, Cookie"])
def test_difference_by_encoding_is_said_once(vary):
    assert ask(app_with(LONG, ("Vary", vary)))[1]["Vary"] == vary


@pytest.fixture
def static(tmp_path):
    """Static files as collectstatic leaves them, and as WhiteNoise serves them."""
    (tmp_path / "a.css").write_bytes(LONG)
    (tmp_path / "a.css.br").write_bytes(brotli.compress(LONG))
    (tmp_path / "a.css.gz").write_bytes(gzip.compress(LONG))
    return WhiteNoise(app_with(b"not here"), root=tmp_path)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("br", "br"),
        ("gzip", "gzip"),
        ("gzip, br", "br"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0", ""),
        ("identity;q=0, *", "br"),
        ("x-br", ""),
        ("", ""),
    ],
)
def test_static_file_comes_in_one_encoding_that_was_asked_for(static, method, accepted, expected):
    body, headers = ask(static, method, "/a.css", accepted)
    decode = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[expected]
    assert headers.get("Content-Encoding", "") == expected
    assert decode(body) == LONG if method == "GET" else body == b""
    assert headers["Vary"] == "Accept-Encoding"
