"""Public pages made before anyone asks, so that they are there when the database is not."""

import time
from datetime import date
from io import BytesIO
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from django.conf import settings
from django.utils import timezone

from clinic import contact
from clinic.finished_pages import edition
from clinic.finished_pages.wsgi_response import Answer, Application

AT_ONCE = 3  # pages between two looks at what else is due
#: Seconds without a change: an editor who saves ten times needs all pages made once.
QUIET = 5.0


class Warmer:
    """A job of the worker: after each change, and each midnight, ask for every page once."""

    def __init__(self) -> None:
        self._edition: tuple[str, date] | None = None
        self._due_at = 0.0
        self._paths: list[str] | None = None  # left to ask for; None: not looked up yet

    def __call__(self) -> int:
        """Ask for a few pages; how many it was."""
        token = edition.current()
        if token is None:
            return 0
        now = (token, timezone.localdate())
        if self._edition != now:
            contact.note()
            # When the worker starts, nobody is in the middle of changing something.
            self._due_at = time.monotonic() + (QUIET if self._edition else 0)
            self._edition, self._paths = now, None
        if self._paths is None:
            if time.monotonic() < self._due_at:
                return 0
            self._paths = public_paths()
        these, self._paths = self._paths[:AT_ONCE], self._paths[AT_ONCE:]
        for path in these:
            ask_for(path)
        return len(these)


def public_paths() -> list[str]:
    """The addresses of all live public pages, the home page first."""
    from wagtail.models import Site

    from clinic.models import pages_for_readers

    site = Site.objects.filter(is_default_site=True).first()
    pages = pages_for_readers().order_by("depth", "path") if site else []
    return [path for page in pages if (path := page.relative_url(site))]


def ask_for(path: str, application: Application | None = None) -> None:
    """GET `path` of this site in this process, as an anonymous reader would."""
    if application is None:
        from clinic import wsgi

        application = wsgi.application
    Answer(application, environ_for(path)).read()


def environ_for(path: str) -> dict[str, Any]:
    """The WSGI environment (PEP 3333) of a GET of `path` at SITE_URL, without any cookie."""
    address = urlsplit(settings.SITE_URL)
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        # As a server hands it on: bytes read as Latin-1 (PEP 3333).
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
