"""What our pages are measured against: the same answer, with nothing round it.

Each is served by gunicorn with the site's own settings. BENCH_ANSWER names a file that
holds the finished answer, headers and body, as the site gave it.
"""

import os
import pickle
from pathlib import Path
from typing import Any

HEADERS, BODY = pickle.loads(Path(os.environ["BENCH_ANSWER"]).read_bytes())


def raw(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """The least a WSGI server can be asked to do."""
    start_response("200 OK", HEADERS)
    return [BODY]


def make_bare_django() -> Any:
    """One view that returns the bytes from memory; no middleware, no database."""
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from django.http import HttpResponse
    from django.urls import path

    def view(request: Any) -> HttpResponse:
        return HttpResponse(BODY, headers=dict(HEADERS))

    class Urls:
        urlpatterns = [path("", view)]

    settings.configure(ALLOWED_HOSTS=["*"], MIDDLEWARE=[], ROOT_URLCONF=Urls, SECRET_KEY="bench")  # noqa: S106
    return get_wsgi_application()


if os.environ.get("BENCH_BARE"):
    bare_django = make_bare_django()
