"""Rules for every answer that no library has a setting for."""

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
    """Answers about one person are never stored, errors below their paths neither.

    And other sites may not show what is ours, unless the answer itself says so.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if is_personal(request.path):
            patch_cache_control(response, no_store=True, private=True)
        return response

    return middleware


def _has_nul(request: HttpRequest, staff: bool) -> bool:
    """PostgreSQL takes no NUL: not in a session's key, not in a staff list's filter."""
    session = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    return "\0" in session or (staff and "%00" in request.META.get("QUERY_STRING", ""))


def refuse_unreadable(get_response: GetResponse) -> GetResponse:
    """Refuse what no view could read: a body too large, a NUL where a database would see it."""

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
    """405 in house style: for methods that nothing here takes, and where a view says so.

    Before the check against forged forms, which would call them forbidden.
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
    """Give Wagtail's own screens the policy they need, and nothing else under its prefix.

    A policy belongs to the answer: log-in, refusals, error pages and previews
    keep the strict one (a preview brings its own, see `BasePage.serve_preview`).
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
