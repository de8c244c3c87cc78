"""The page cache: a WSGI layer that responds with finished public pages before Django runs.

A page for which `allow_caching` was called is stored as bytes in each encoding, in this
process and in the cache that all processes share, under the edition it was rendered in
(`clinic.finished_pages.edition`). A cached page needs no database query, so public pages
stay available while the database is away.
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
from clinic.finished_pages.wsgi_response import (
    Application,
    Headers,
    StartResponse,
    WSGIResponse,
    body_headers,
)
from clinic.paths import is_personal

#: Key in a request's environ: the response may be cached until this time (seconds).
CACHEABLE_UNTIL = "clinic.page_ends"
#: Version of the format of cached pages, part of the key. Format 1 could compress a page twice.
FORMAT = 2
MAX_PAGES = 512  # pages in a process; one page in three encodings takes about 40 kB
FOREVER = float("inf")
#: Query parameters that a cacheable page reads. Others, such as a campaign's, are ignored.
QUERY_PARAMETERS = frozenset({"page"})

Key = tuple[bool, str, str]


def allow_caching(request: HttpRequest, *, until: datetime | None = None) -> None:
    """Allow the response to this request to be cached for all anonymous readers, `until` then."""
    request.META[CACHEABLE_UNTIL] = until.timestamp() if until else FOREVER


class Finished(NamedTuple):
    """A page as the shared cache stores it."""

    headers: Headers
    bodies: dict[str, bytes]
    expires_at: float  # from this time on it must not be shown
    stale_at: float  # from this time on it is rendered again if possible: pages name days


class Variant:
    """A page in one encoding with all its headers, ready to be sent."""

    def __init__(self, headers: Headers, body: bytes, encoding: str) -> None:
        self.etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        rules = [("ETag", self.etag), ("Cache-Control", "no-cache")]
        self.headers = body_headers([*headers, *rules], encoding, len(body))
        self.headers_304 = [*rules, ("Vary", "Accept-Encoding")]
        self.body = [body]

    def respond(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
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


class CachedPage:
    """A page as this process stores it."""

    def __init__(self, finished: Finished, edition: str) -> None:
        self.edition = edition
        self.expires_at, self.stale_at = finished.expires_at, finished.stale_at
        self.variants = {
            encoding: Variant(finished.headers, body, encoding)
            for encoding, body in finished.bodies.items()
        }

    def respond(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Send the page in the best encoding that the browser accepts."""
        variant = self.variants[best_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))]
        return variant.respond(environ, start_response)


def key_of(environ: dict[str, Any]) -> Key | None:
    """Return the cache key of a request, None if its response may be about one person.

    Query parameters that no page reads are not part of the key.
    """
    path: str = environ.get("PATH_INFO", "")
    host: str = environ.get("HTTP_HOST", "")
    query = parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True)
    if (
        environ["REQUEST_METHOD"] not in ("GET", "HEAD")
        or not QUERY_PARAMETERS.isdisjoint(query)
        or not path.endswith("/")
        or f"{settings.SESSION_COOKIE_NAME}=" in environ.get("HTTP_COOKIE", "")
        or "HTTP_AUTHORIZATION" in environ
        or environ.get("SCRIPT_NAME")
        or is_personal(path)
        or not _is_known_host(host)
    ):
        return None
    return _is_secure(environ), host, path


def _is_known_host(host: str) -> bool:
    """Whether `host` is one of the site's own, in its usual spelling.

    Django also accepts other ports and spellings. Their number is unlimited, so caching them
    would let anyone fill the cache and evict the pages that readers request.
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
    """The WSGI layer around `application`, which responds without compression.

    A cacheable page is rendered without the reader's Accept-Encoding, because it is stored in
    every encoding; a response that is not cached is compressed for this reader only.
    """

    def __init__(self, application: Application) -> None:
        self.application = application
        self.uncached = compressed(application)
        self.pages: dict[Key, CachedPage] = {}

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        key = key_of(environ)
        # Read before the page is rendered: a change meanwhile must lead to a new page.
        token = edition.current() if key else None
        if key is None or token is None:
            return self.uncached(environ, start_response)
        page = self._find(key, token)
        now = time.time()
        if page and now < page.stale_at and now < page.expires_at:
            return page.respond(environ, start_response)
        if environ.get("QUERY_STRING"):
            return self._respond_uncached(page, environ, start_response)
        return self._respond_and_store(key, token, page, environ, start_response)

    def _respond_uncached(
        self, old: CachedPage | None, environ: dict[str, Any], start_response: StartResponse
    ) -> Iterable[bytes]:
        """Respond without storing the page, which may depend on the query string.

        If that fails, respond with `old`, the stored page, until it expires.
        """
        response = WSGIResponse(self.uncached, environ)
        if old and _failed(response) and time.time() < old.expires_at:
            response.read()
            return old.respond(environ, start_response)
        return response.send(start_response)

    def _find(self, key: Key, token: str) -> CachedPage | None:
        page = self.pages.get(key)
        if page and page.edition == token:
            return page
        finished = read_shared(caches["pages"].get(_shared_key(key, token)))
        return self._store(key, CachedPage(finished, token)) if finished else None

    def _store(self, key: Key, page: CachedPage) -> CachedPage:
        if len(self.pages) >= MAX_PAGES:
            self.pages.clear()
        self.pages[key] = page
        return page

    def _respond_and_store(
        self,
        key: Key,
        token: str,
        old: CachedPage | None,
        environ: dict[str, Any],
        start_response: StartResponse,
    ) -> Iterable[bytes]:
        # Before the page is rendered: one rendered across midnight names the day before.
        today = timezone.localtime()
        plain = environ | {"HTTP_ACCEPT_ENCODING": ""}
        response = WSGIResponse(self.application, plain)
        if is_cacheable(plain, response):
            finished = finish(response, plain[CACHEABLE_UNTIL], today)
            # A plain tuple: a version in which the class has moved could not unpickle it.
            caches["pages"].set(_shared_key(key, token), tuple(finished))
            page = self._store(key, CachedPage(finished, token))
        elif old and _failed(response) and time.time() < old.expires_at:
            response.read()
            page = old
        else:
            compress(response, environ)
            return response.send(start_response)
        return page.respond(environ, start_response)


def _failed(response: WSGIResponse) -> bool:
    return response.status.startswith("5")


def read_shared(value: Any) -> Finished | None:
    """Return a value of the shared cache as a page, None if another version stored it."""
    try:
        headers, bodies, expires_at, stale_at = value
        bodies = {encoding: bytes(memoryview(bodies[encoding])) for encoding in ENCODINGS}
        headers = [(str(name), str(value)) for name, value in headers]
        return Finished(headers, bodies, float(expires_at), float(stale_at))
    except Exception:
        return None


def is_cacheable(environ: dict[str, Any], response: WSGIResponse) -> bool:
    """Whether the page allows caching and no header says that it is about one person."""
    return (
        CACHEABLE_UNTIL in environ
        and environ["REQUEST_METHOD"] == "GET"
        and response.status == "200 OK"
        and not response.header("set-cookie")
        and not response.header("content-encoding")
        and response.header("vary").lower() in ("", "accept-encoding")
        and "no-store" not in response.header("cache-control")
        and "private" not in response.header("cache-control")
    )


def finish(response: WSGIResponse, expires_at: float, rendered_at: datetime) -> Finished:
    """Return the page in every encoding; stale at the next midnight, because pages name days."""
    body = response.read()
    midnight = rendered_at.replace(hour=0, minute=0, second=0, microsecond=0)
    return Finished(
        [(k, v) for k, v in response.headers if k.lower() not in ("cache-control", "etag")],
        {encoding: encode(body, encoding) for encoding in ENCODINGS},
        expires_at,
        (midnight + timedelta(days=1)).timestamp(),
    )


def _shared_key(key: Key, token: str) -> str:
    return hashlib.sha256(repr((FORMAT, key, token)).encode()).hexdigest()
