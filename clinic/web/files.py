"""robots.txt, security.txt and uploaded images."""

import re
from datetime import UTC, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.static import serve

#: A rendition as newsletters use it; webmail loads it from another origin.
IN_MAILS = re.compile(r"\.width-\d+\.format-jpeg\.jpg$")


def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "robots.txt", {"site_url": settings.SITE_URL}, content_type="text/plain")


def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve a rendition of an uploaded image; originals and documents are not served."""
    try:
        response = serve(request, path, document_root=str(settings.MEDIA_ROOT / "images"))
    except OSError as error:  # a name too long for the file system
        raise Http404 from error
    if IN_MAILS.search(path):
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def security(request: HttpRequest) -> HttpResponse:
    """security.txt (RFC 9116): whom to tell about a vulnerability."""
    expires = (timezone.now().astimezone(UTC) + timedelta(days=180)).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    return render(
        request,
        "security.txt",
        {"site_url": settings.SITE_URL, "expires": expires.strftime("%Y-%m-%dT%H:%M:%SZ")},
        content_type="text/plain",
    )
