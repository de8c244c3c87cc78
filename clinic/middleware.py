"""Rules for every answer that no library has a setting for."""

from collections.abc import Callable

from csp.constants import HEADER
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from clinic import errors

GetResponse = Callable[[HttpRequest], HttpResponse]

STAFF = ("/admin/", "/cms/")
#: Answers below these paths are about one person.
PERSONAL = (
    *STAFF,
    "/appointments/",
    "/newsletter/subscribe/",
    "/newsletter/confirm/",
    "/newsletter/unsubscribe/",
)
#: …except the page that leads to the forms.
NOT_PERSONAL = ("/appointments/",)


def is_personal(path: str) -> bool:
    return path.startswith(PERSONAL) and path not in NOT_PERSONAL


def house_rules(get_response: GetResponse) -> GetResponse:
    """Refuse oversize bodies before reading them; keep personal answers out of every cache."""

    def middleware(request: HttpRequest) -> HttpResponse:
        limit = (
            settings.MAX_STAFF_BODY if request.path.startswith(STAFF) else settings.MAX_PUBLIC_BODY
        )
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit():
            response = errors.bad_request(request)
        elif int(length) > limit:
            response = errors.too_large(request)
        else:
            response = get_response(request)
        if is_personal(request.path):
            patch_cache_control(response, no_store=True, private=True)
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
