"""Compression of responses in the best encoding that the browser accepts."""

import gzip
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import brotli

from clinic.finished_pages.wsgi_response import (
    Application,
    StartResponse,
    WSGIResponse,
    body_headers,
)
from clinic.paths import STAFF

#: Best first; "" is the text without encoding.
ENCODINGS = ("br", "gzip", "")
TEXT_TYPES = ("text/", "application/xml", "application/json")
MIN_LENGTH = 500  # bytes; below that the headers cost more than compression saves


def encode(body: bytes, encoding: str, *, once: bool = False) -> bytes:
    """Return `body` in one of ENCODINGS; `once` compresses fast rather than well."""
    if encoding == "br":
        return brotli.compress(body, quality=4 if once else 11)
    if encoding == "gzip":
        return gzip.compress(body, compresslevel=4 if once else 9, mtime=0)
    return body


@lru_cache(maxsize=256)
def best_encoding(accepted: str) -> str:
    """Return the best of ENCODINGS that an Accept-Encoding header allows (RFC 9110, 12.5.3).

    A "*" counts only where "identity" is refused; all other clients can read plain text.
    """
    allowed = {}
    for part in accepted.lower().split(","):
        name, _, weight = "".join(part.split()).partition(";q=")
        allowed[name] = bool(weight.strip("0.") or not weight)
    anything = allowed.get("*", False) and not allowed.get("identity", True)
    return next((e for e in ENCODINGS if allowed.get(e, anything and e != "")), "")


def with_best_encoding(environ: dict[str, Any]) -> dict[str, Any]:
    """Return `environ` with the best encoding as the only one accepted.

    The application then need not evaluate weights: WhiteNoise reads "br;q=0" as acceptance.
    """
    accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
    return environ | {"HTTP_ACCEPT_ENCODING": best_encoding(accepted)}


def compressed(application: Application) -> Application:
    """Return a WSGI application that compresses responses of `application` to GET requests."""

    def wrapped(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        response = WSGIResponse(application, with_best_encoding(environ))
        compress(response, environ)
        return response.send(start_response)

    return wrapped


def compress(response: WSGIResponse, environ: dict[str, Any]) -> None:
    """Compress a response in the best encoding that the browser accepts, if that saves bytes.

    Responses to POST requests and staff pages are not compressed: they contain text that a
    stranger wrote beside secrets of the page, and their length could disclose a secret
    (BREACH, 2013).
    """
    method = environ["REQUEST_METHOD"]
    staff = environ.get("PATH_INFO", "").startswith(STAFF)
    if method not in ("GET", "HEAD") or staff or not _is_worth_compressing(response):
        return
    encoding = best_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
    length: int | None = int(response.header("content-length"))
    if encoding:
        response.headers = [_with_weak_etag(*header) for header in response.headers]
        length = None  # unknown for HEAD, where no body is compressed
    if encoding and method == "GET":
        body = encode(response.read(), encoding, once=True)
        response.body, length = [body], len(body)
    response.headers = body_headers(response.headers, encoding, length)


def _with_weak_etag(name: str, value: str) -> tuple[str, str]:
    """Return the header with an ETag made weak: the bytes differ (RFC 9110, 8.8.1)."""
    if name.lower() == "etag" and not value.startswith("W/"):
        value = f"W/{value}"
    return name, value


def _is_worth_compressing(response: WSGIResponse) -> bool:
    """Whether the response is text, complete, uncompressed and long enough."""
    return (
        response.header("content-type").startswith(TEXT_TYPES)
        # Content-Range counts bytes of the uncompressed body (RFC 9110, 14.4).
        and not response.header("content-range")
        and not response.header("content-encoding")
        and int(response.header("content-length") or 0) >= MIN_LENGTH
    )
