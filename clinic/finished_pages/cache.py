"""Finished public pages, answered before Django wakes up.

A page that `keep` allowed is kept as bytes in each encoding, in this process and in the
cache that all processes share, under the edition it was made in
(`clinic.finished_pages.edition`). The database is not asked, so pages are there while it is
away.
"""

import hashlib
import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import parse_qs

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from django.utils import timezone

from clinic.finished_pages import edition
from clinic.finished_pages.compression import ENCODINGS, best_encoding, compress, compressed, encode
from clinic.finished_pages.wsgi_response import Answer, Application, Headers, StartResponse, dressed
from clinic.paths import is_personal

ALLOWED = "clinic.page_ends"  # in a request's environ: may be kept, until this moment
#: Counts the ways in which pages were kept: none finds what another way left in the cache.
#: 1 could compress a page twice.
FORMAT = 2
LIMIT = 512  # pages a process holds; a page in three encodings takes about 40 kB
FOREVER = float("inf")
#: What a kept page reads from its query. Other names are a campaign's, or a stranger's.
READ = frozenset({"page"})

Key = tuple[bool, str, str]


def keep(request: HttpRequest, *, until: datetime | None = None) -> None:
    """Allow the answer to this request to be given to every anonymous reader, `until` then."""
    request.META[ALLOWED] = until.timestamp() if until else FOREVER


class Finished(NamedTuple):
    """A page as the shared cache holds it."""

    headers: Headers
    bodies: dict[str, bytes]
    ends: float  # from then on it may not be shown
    stale: float  # from then on a fresh one is better: pages name days


class Variant:
    """A page in one encoding, with nothing left to do but send it."""

    def __init__(self, headers: Headers, body: bytes, encoding: str) -> None:
        self.etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        rules = [("ETag", self.etag), ("Cache-Control", "no-cache")]
        self.headers = dressed([*headers, *rules], encoding, len(body))
        self.headers_304 = [*rules, ("Vary", "Accept-Encoding")]
        self.body = [body]

    def answer(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known and self.matches(known):
            start_response("304 Not Modified", self.headers_304)
            return []
        start_response("200 OK", self.headers)
        return self.body if environ["REQUEST_METHOD"] == "GET" else []

    def matches(self, known: str) -> bool:
        """Whether an If-None-Match header names this variant (RFC 9110, 13.1.2)."""
        return known == self.etag or any(
            tag.strip().removeprefix("W/") in (self.etag, "*") for tag in known.split(",")
        )


class Kept:
    """A finished page in this process."""

    def __init__(self, finished: Finished, made_in: str) -> None:
        self.edition = made_in
        self.ends, self.stale = finished.ends, finished.stale
        self.variants = {
            encoding: Variant(finished.headers, body, encoding)
            for encoding, body in finished.bodies.items()
        }

    def answer(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """In the best encoding the browser reads."""
        variant = self.variants[best_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))]
        return variant.answer(environ, start_response)


def key_of(environ: dict[str, Any]) -> Key | None:
    """What tells one page from another, or None for a request that may be about a person.

    Names in the query that no page reads do not count.
    """
    path: str = environ.get("PATH_INFO", "")
    host: str = environ.get("HTTP_HOST", "")
    if (
        environ["REQUEST_METHOD"] not in ("GET", "HEAD")
        or not READ.isdisjoint(parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True))
        or not path.endswith("/")
        or f"{settings.SESSION_COOKIE_NAME}=" in environ.get("HTTP_COOKIE", "")
        or "HTTP_AUTHORIZATION" in environ
        or environ.get("SCRIPT_NAME")
        or is_personal(path)
        or not _is_ours(host)
    ):
        return None
    return _is_secure(environ), host, path


def _is_ours(host: str) -> bool:
    """Whether the site is known by this Host, spelt so.

    Django also answers to other ports and spellings: without an end to them, whoever
    sends them could fill the cache and push the pages out that readers ask for.
    """
    name, _, port = host.partition(":")
    if name in settings.ALLOWED_HOSTS and port in ("", str(settings.PORT)):
        return True
    return bool(host == settings.SITE_URL.partition("://")[2])


def _is_secure(environ: dict[str, Any]) -> bool:
    """As Django's `request.is_secure`."""
    if settings.SECURE_PROXY_SSL_HEADER:
        name, value = settings.SECURE_PROXY_SSL_HEADER
        if name in environ:
            return bool(environ[name].split(",")[0].strip() == value)
    return bool(environ.get("wsgi.url_scheme") == "https")


class PageCache:
    """The WSGI layer round `application`, which answers with text as it is.

    A page is made without the reader's wish for an encoding, because it is kept for
    everybody; what is not kept is compressed for the one reader.
    """

    def __init__(self, application: Application) -> None:
        self.application = application
        self.not_kept = compressed(application)
        self.pages: dict[Key, Kept] = {}

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        key = key_of(environ)
        # Read before the page is made: a change meanwhile must not be taken for known.
        token = edition.current() if key else None
        if key is None or token is None:
            return self.not_kept(environ, start_response)
        kept = self._find(key, token)
        now = time.time()
        if kept and now < kept.stale and now < kept.ends:
            return kept.answer(environ, start_response)
        if environ.get("QUERY_STRING"):
            return self._once(kept, environ, start_response)
        return self._make(key, token, kept, environ, start_response)

    def _once(
        self, old: Kept | None, environ: dict[str, Any], start_response: StartResponse
    ) -> Iterable[bytes]:
        """For this reader alone, because the page may name its query; `old` if that fails."""
        answer = Answer(self.not_kept, environ)
        if old and _failed(answer) and time.time() < old.ends:
            answer.read()
            return old.answer(environ, start_response)
        return answer.send(start_response)

    def _find(self, key: Key, token: str) -> Kept | None:
        kept = self.pages.get(key)
        if kept and kept.edition == token:
            return kept
        found = read(caches["pages"].get(_shared_key(key, token)))
        return self._hold(key, Kept(found, token)) if found else None

    def _hold(self, key: Key, kept: Kept) -> Kept:
        if len(self.pages) >= LIMIT:
            self.pages.clear()
        self.pages[key] = kept
        return kept

    def _make(
        self,
        key: Key,
        token: str,
        old: Kept | None,
        environ: dict[str, Any],
        start_response: StartResponse,
    ) -> Iterable[bytes]:
        # Before the page is made: one made across midnight still names the day before.
        today = timezone.localtime()
        plain = environ | {"HTTP_ACCEPT_ENCODING": ""}
        answer = Answer(self.application, plain)
        if may_keep(plain, answer):
            finished = finish(answer, plain[ALLOWED], today)
            # Plain: a class of ours could not be read by a version in which it has moved.
            caches["pages"].set(_shared_key(key, token), tuple(finished))
            kept = self._hold(key, Kept(finished, token))
        elif old and _failed(answer) and time.time() < old.ends:
            answer.read()
            kept = old
        else:
            compress(answer, environ)
            return answer.send(start_response)
        return kept.answer(environ, start_response)


def _failed(answer: Answer) -> bool:
    return answer.status.startswith("5")


def read(found: Any) -> Finished | None:
    """What lies in the shared cache, or None if another version left something else there."""
    try:
        headers, bodies, ends, stale = found
        bodies = {encoding: bytes(memoryview(bodies[encoding])) for encoding in ENCODINGS}
        headers = [(str(name), str(value)) for name, value in headers]
        return Finished(headers, bodies, float(ends), float(stale))
    except Exception:
        return None


def may_keep(environ: dict[str, Any], answer: Answer) -> bool:
    """Whether the page allowed it and nothing in the answer is about one person."""
    return (
        ALLOWED in environ
        and environ["REQUEST_METHOD"] == "GET"
        and answer.status == "200 OK"
        and not answer.header("set-cookie")
        and not answer.header("content-encoding")
        and answer.header("vary").lower() in ("", "accept-encoding")
        and "no-store" not in answer.header("cache-control")
        and "private" not in answer.header("cache-control")
    )


def finish(answer: Answer, ends: float, made: datetime) -> Finished:
    """The page in every encoding; stale at the next midnight, because pages name days."""
    body = answer.read()
    midnight = made.replace(hour=0, minute=0, second=0, microsecond=0)
    return Finished(
        [(k, v) for k, v in answer.headers if k.lower() not in ("cache-control", "etag")],
        {encoding: encode(body, encoding) for encoding in ENCODINGS},
        ends,
        (midnight + timedelta(days=1)).timestamp(),
    )


def _shared_key(key: Key, token: str) -> str:
    return hashlib.sha256(repr((FORMAT, key, token)).encode()).hexdigest()
