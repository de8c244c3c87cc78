"""Small files at well-known addresses."""

from datetime import UTC, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone


def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "robots.txt", {"site_url": settings.SITE_URL}, content_type="text/plain")


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
