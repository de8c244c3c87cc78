"""Small files at well-known addresses."""

from datetime import UTC, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.static import serve


def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "robots.txt", {"site_url": settings.SITE_URL}, content_type="text/plain")


def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A rendition of a picture that an editor uploaded; originals and documents are not served."""
    try:
        return serve(request, path, document_root=str(settings.MEDIA_ROOT / "images"))
    except OSError as error:  # a name longer than the file system knows
        raise Http404 from error


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
