"""Small files at well-known addresses."""

import re
from datetime import UTC, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.static import serve

#: A picture as newsletters name it: whoever reads mail in a browser loads it from there.
IN_MAILS = re.compile(r"\.width-\d+\.format-jpeg\.jpg$")


def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "robots.txt", {"site_url": settings.SITE_URL}, content_type="text/plain")


def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A rendition of a picture that an editor uploaded; originals and documents are not served."""
    try:
        response = serve(request, path, document_root=str(settings.MEDIA_ROOT / "images"))
    except OSError as error:  # a name longer than the file system knows
        raise Http404 from error
    if IN_MAILS.search(path):
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116: whom to tell about a weakness."""
    expires = (timezone.now().astimezone(UTC) + timedelta(days=180)).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    return render(
        request,
        "security.txt",
        {"site_url": settings.SITE_URL, "expires": expires.strftime("%Y-%m-%dT%H:%M:%SZ")},
        content_type="text/plain",
    )
