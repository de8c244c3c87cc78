"""Answers in as few bytes as the browser can read."""

import gzip
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import brotli

from clinic.answers import Answer, Application, StartResponse, dressed
from clinic.middleware import STAFF

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
    """The best of ENCODINGS that an Accept-Encoding header allows (RFC 9110, 12.5.3)."""
    allowed = set()
    for part in accepted.lower().split(","):
        name, _, weight = part.replace(" ", "").partition(";q=")
        if weight.strip("0.") or not weight:
            allowed.add(name)
    return next((encoding for encoding in ENCODINGS if encoding in allowed), "")


def compressed(application: Application) -> Application:
    """Compress what `application` answers to a visitor's GET.

    Answers to a POST repeat what was sent beside secrets of the page, so that their
    length could be made to tell a secret (BREACH, 2013); staff pages show what others wrote.
    """

    def wrapped(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        encoding = best_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        staff = environ.get("PATH_INFO", "").startswith(STAFF)
        if environ["REQUEST_METHOD"] != "GET" or staff or not encoding:
            return application(environ, start_response)
        answer = Answer(application, environ)
        if _gains(answer):
            body = encode(answer.read(), encoding, once=True)
            answer.headers = dressed(answer.headers, body, encoding)
            answer.body = [body]
        return answer.send(start_response)

    return wrapped


def _gains(answer: Answer) -> bool:
    """Whether it is text, whole, not compressed yet, and long enough."""
    return (
        answer.header("content-type").startswith(TEXT)
        # A part counts bytes of the whole as it is (RFC 9110, 14.4).
        and not answer.header("content-range")
        and not answer.header("content-encoding")
        and int(answer.header("content-length") or 0) >= MINIMUM
    )
