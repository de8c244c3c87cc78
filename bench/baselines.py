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


#: What `django-admin startproject` writes into the settings of a new project.
NEW_PROJECT = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]


def make_django(middleware: list[str]) -> Any:
    """One view that returns the bytes from memory, behind this middleware; no database."""
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from django.http import HttpResponse
    from django.urls import path

    def view(request: Any) -> HttpResponse:
        return HttpResponse(BODY, headers=dict(HEADERS))

    class Urls:
        urlpatterns = [path("", view)]

    settings.configure(
        ALLOWED_HOSTS=["*"],
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes"],
        MIDDLEWARE=middleware,
        ROOT_URLCONF=Urls,
        SECRET_KEY="bench",  # noqa: S106
    )
    return get_wsgi_application()


if baseline := os.environ.get("BENCH_DJANGO"):
    django_view = make_django(NEW_PROJECT if baseline == "new project" else [])
