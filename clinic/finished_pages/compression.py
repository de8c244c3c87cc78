"""Answers in as few bytes as the browser can read."""

import gzip
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import brotli

from clinic.finished_pages.wsgi_response import Answer, Application, StartResponse, dressed
from clinic.paths import STAFF

#: Best first; "" is the text as it is.
ENCODINGS = ("br", "gzip", "")
TEXT = ("text/", "application/xml", "application/json")
MINIMUM = 500  # bytes below which the headers weigh more than what is saved


def encode(body: bytes, encoding: str, *, once: bool = False) -> bytes:
    """`body` in one of ENCODINGS; `once` rather saves time than bytes."""
    if encoding == "br":
        return brotli.compress(body, quality=4 if once else 11)
    if encoding == "gzip":
        return gzip.compress(body, compresslevel=4 if once else 9, mtime=0)
    return body


@lru_cache(maxsize=256)
def best_encoding(accepted: str) -> str:
    """The best of ENCODINGS that an Accept-Encoding header allows (RFC 9110, 12.5.3).

    A "*" counts for those who refuse the text as it is; everybody else can read that.
    """
    allowed = {}
    for part in accepted.lower().split(","):
        name, _, weight = "".join(part.split()).partition(";q=")
        allowed[name] = bool(weight.strip("0.") or not weight)
    anything = allowed.get("*", False) and not allowed.get("identity", True)
    return next((e for e in ENCODINGS if allowed.get(e, anything and e != "")), "")


def settled(environ: dict[str, Any]) -> dict[str, Any]:
    """`environ` with the encoding the reader gets as the only one to choose.

    What is inside need not know about weights: WhiteNoise takes "br;q=0" for a wish.
    """
    accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
    return environ | {"HTTP_ACCEPT_ENCODING": best_encoding(accepted)}


def compressed(application: Application) -> Application:
    """Compress what `application` answers to a visitor's GET."""

    def wrapped(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        answer = Answer(application, settled(environ))
        compress(answer, environ)
        return answer.send(start_response)

    return wrapped


def compress(answer: Answer, environ: dict[str, Any]) -> None:
    """Put `answer` into the best encoding that the request's browser reads, if that gains.

    Answers to a POST repeat what was sent beside secrets of the page, so that their
    length could be made to tell a secret (BREACH, 2013); staff pages show what others wrote.
    """
    method = environ["REQUEST_METHOD"]
    staff = environ.get("PATH_INFO", "").startswith(STAFF)
    if method not in ("GET", "HEAD") or staff or not _gains(answer):
        return
    encoding = best_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
    length: int | None = int(answer.header("content-length"))
    if encoding:
        answer.headers = [_weakened(*header) for header in answer.headers]
        length = None  # for HEAD: nobody makes the body to count it
    if encoding and method == "GET":
        body = encode(answer.read(), encoding, once=True)
        answer.body, length = [body], len(body)
    answer.headers = dressed(answer.headers, encoding, length)


def _weakened(name: str, value: str) -> tuple[str, str]:
    """A tag promises the same bytes unless it says W/ (RFC 9110, 8.8.1)."""
    if name.lower() == "etag" and not value.startswith("W/"):
        value = f"W/{value}"
    return name, value


def _gains(answer: Answer) -> bool:
    """Whether it is text, whole, not compressed yet, and long enough."""
    return (
        answer.header("content-type").startswith(TEXT)
        # A part counts bytes of the whole as it is (RFC 9110, 14.4).
        and not answer.header("content-range")
        and not answer.header("content-encoding")
        and int(answer.header("content-length") or 0) >= MINIMUM
    )
