"""Error pages in the site's design, without database queries: the database may be away."""

import sys
from collections.abc import Iterable
from typing import Any

from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.views.decorators.csrf import requires_csrf_token

from clinic.contact import stored_phone
from clinic.crisis import CRISIS_LINES

#: Errors of a database that is away, full, or read-only after a failover.
DATABASE_AWAY = (OperationalError, InterfaceError, InternalError)


def page(request: HttpRequest, status: int, name: str, **context: Any) -> HttpResponse:
    """Render `templates/errors/<name>.html` with the crisis lines and this status."""
    context |= {"crisis_lines": CRISIS_LINES, "phone": stored_phone()}
    response = render(request, f"errors/{name}.html", context, status=status)
    if status in (429, 503):
        response["Retry-After"] = "60"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 400, "400")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 403, "403")


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The site's 403 page; a view's attribute `csrf_failure` takes precedence.

    Such a view shows the form again with everything that was typed.
    """
    match = request.resolver_match
    view = getattr(match.func, "csrf_failure", None) if match else None
    if match and view:
        response: HttpResponse = view(request, **match.kwargs)
        return response
    return page(request, 403, "csrf")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 404, "404")


def not_allowed(request: HttpRequest, allowed: Iterable[str]) -> HttpResponse:
    """405, with the methods that the URL allows."""
    response = page(request, 405, "405")
    response["Allow"] = ", ".join(allowed)
    return response


def too_large(request: HttpRequest) -> HttpResponse:
    return page(request, 413, "413")


def too_many(request: HttpRequest) -> HttpResponse:
    return page(request, 429, "429")


def _is_overflow(request: HttpRequest, error: object) -> bool:
    """Whether a date or number in a staff list's filter is too large for the database."""
    return request.method == "GET" and isinstance(error, OverflowError)


def server_error(request: HttpRequest) -> HttpResponse:
    """500; 503 if the database is away; 400 if the request caused the error."""
    error = sys.exc_info()[1]
    if isinstance(error, DATABASE_AWAY):
        return page(request, 503, "503")
    if isinstance(error, UnreadablePostError) or _is_overflow(request, error):
        return bad_request(request)
    return page(request, 500, "500")
