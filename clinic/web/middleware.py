"""Middleware for rules that Django and libraries have no setting for."""

from collections.abc import Callable

from csp.constants import HEADER
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from clinic.paths import STAFF, is_personal
from clinic.web import errors

GetResponse = Callable[[HttpRequest], HttpResponse]

METHODS = ("GET", "HEAD", "POST", "OPTIONS")


def keep_out_of_caches(get_response: GetResponse) -> GetResponse:
    """Responses with personal data, and errors below the same paths, are never stored.

    Sets Cross-Origin-Resource-Policy as well, unless the response has it: other sites must not
    embed this site's resources.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if is_personal(request.path):
            patch_cache_control(response, no_store=True, private=True)
        return response

    return middleware


def _has_nul(request: HttpRequest, staff: bool) -> bool:
    """Whether a session key or a staff list's filter has a NUL, which PostgreSQL refuses."""
    session = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    return "\0" in session or (staff and "%00" in request.META.get("QUERY_STRING", ""))


def refuse_unreadable(get_response: GetResponse) -> GetResponse:
    """Refuse a body that is too large, or a NUL that would reach the database."""

    def middleware(request: HttpRequest) -> HttpResponse:
        staff = request.path.startswith(STAFF)
        if _has_nul(request, staff):
            return errors.bad_request(request)
        limit = settings.MAX_STAFF_BODY if staff else settings.MAX_PUBLIC_BODY
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit():
            return errors.bad_request(request)
        if int(length) > limit:
            return errors.too_large(request)
        return get_response(request)

    return middleware


def known_methods(get_response: GetResponse) -> GetResponse:
    """405 pages in the site's design, for unknown methods and for views that respond with 405.

    Goes before the CSRF middleware, which would respond with 403.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return errors.not_allowed(request, METHODS)
        response = get_response(request)
        if response.status_code == 405 and not response.streaming and not response.content:
            return errors.not_allowed(request, [response.get("Allow", "GET, HEAD")])
        return response

    return middleware


def cms_policy(get_response: GetResponse) -> GetResponse:
    """Set the looser Content-Security-Policy on Wagtail's own pages only.

    Log-in, redirects for anonymous users, error pages and previews below the same prefix have
    the strict one (a preview sets its own `frame-ancestors`, see `BasePage.serve_preview`).
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if (
            request.path.startswith("/cms/")
            and response.status_code < 400
            and HEADER not in response
            and request.user.is_authenticated
        ):
            response._csp_config = settings.CMS_CONTENT_SECURITY_POLICY  # type: ignore[attr-defined]
        return response

    return middleware
