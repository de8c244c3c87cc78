"""Cache warming: public pages are rendered before a request, in case the database goes away."""

import time
from datetime import date
from io import BytesIO
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from django.conf import settings
from django.utils import timezone

from clinic import contact
from clinic.finished_pages import edition
from clinic.finished_pages.wsgi_response import Application, WSGIResponse

BATCH_SIZE = 3  # pages in one run of the job
#: Seconds without a change before pages are rendered: an editor may save ten times in a row.
QUIET_SECONDS = 5.0


class Warmer:
    """The worker's job that requests every page once after each change and each midnight."""

    def __init__(self) -> None:
        self._edition: tuple[str, date] | None = None
        self._due_at = 0.0
        self._paths: list[str] | None = None  # still to request; None: not looked up yet

    def __call__(self) -> int:
        """Request a few pages; return how many."""
        token = edition.current()
        if token is None:
            return 0
        now = (token, timezone.localdate())
        if self._edition != now:
            contact.store_phone()
            # When the worker starts, there is no series of changes to wait for.
            self._due_at = time.monotonic() + (QUIET_SECONDS if self._edition else 0)
            self._edition, self._paths = now, None
        if self._paths is None:
            if time.monotonic() < self._due_at:
                return 0
            self._paths = public_paths()
        these, self._paths = self._paths[:BATCH_SIZE], self._paths[BATCH_SIZE:]
        for path in these:
            request_page(path)
        return len(these)


def public_paths() -> list[str]:
    """Return the paths of all live public pages, the home page first."""
    from wagtail.models import Site

    from clinic.models import pages_for_readers

    site = Site.objects.filter(is_default_site=True).first()
    pages = pages_for_readers().order_by("depth", "path") if site else []
    return [path for page in pages if (path := page.relative_url(site))]


def request_page(path: str, application: Application | None = None) -> None:
    """GET `path` of this site in this process, as an anonymous reader."""
    if application is None:
        from clinic import wsgi

        application = wsgi.application
    WSGIResponse(application, environ_for(path)).read()


def environ_for(path: str) -> dict[str, Any]:
    """Return the WSGI environ (PEP 3333) of a GET of `path` at SITE_URL, without cookies."""
    address = urlsplit(settings.SITE_URL)
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        # Bytes decoded as Latin-1, as a server passes them (PEP 3333).
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": "",
        "HTTP_HOST": address.netloc,
        "HTTP_X_FORWARDED_PROTO": address.scheme,
        "SERVER_NAME": address.hostname,
        "SERVER_PORT": str(address.port or 80),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": address.scheme,
        "wsgi.input": BytesIO(),
        "wsgi.errors": BytesIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
