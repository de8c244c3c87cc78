"""Error pages in house style. They need no database: it may be what is broken."""

import sys
from collections.abc import Iterable
from typing import Any

from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.views.decorators.csrf import requires_csrf_token

from clinic.contact import stored_phone
from clinic.crisis import CRISIS_LINES

#: What a database says that is away, full, or read-only after a failover.
DATABASE_AWAY = (OperationalError, InterfaceError, InternalError)


def page(request: HttpRequest, status: int, name: str, **context: Any) -> HttpResponse:
    """The page `templates/errors/<name>.html` with the crisis lines, under `status`."""
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
    """A page of our own; a view with a `csrf_failure` of its own keeps what was typed."""
    match = request.resolver_match
    own = getattr(match.func, "csrf_failure", None) if match else None
    if match and own:
        response: HttpResponse = own(request, **match.kwargs)
        return response
    return page(request, 403, "csrf")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 404, "404")


def not_allowed(request: HttpRequest, allowed: Iterable[str]) -> HttpResponse:
    """405, with the methods that the address knows."""
    response = page(request, 405, "405")
    response["Allow"] = ", ".join(allowed)
    return response


def too_large(request: HttpRequest) -> HttpResponse:
    return page(request, 413, "413")


def too_many(request: HttpRequest) -> HttpResponse:
    return page(request, 429, "429")


def _is_overflow(request: HttpRequest, error: object) -> bool:
    """A date or number in a staff list's filter that no database can hold."""
    return request.method == "GET" and isinstance(error, OverflowError)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 when it is the database that is away, or 400 when the question was at fault."""
    error = sys.exc_info()[1]
    if isinstance(error, DATABASE_AWAY):
        return page(request, 503, "503")
    if isinstance(error, UnreadablePostError) or _is_overflow(request, error):
        return bad_request(request)
    return page(request, 500, "500")
