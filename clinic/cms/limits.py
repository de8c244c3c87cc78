"""Middleware that refuses requests to Wagtail's admin before its views run."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse

BULK = "wagtail_bulk_action"
BLOCK_PREVIEW = "wagtailadmin_block_preview"
#: Models with bulk actions. Others are refused, above all users: they are managed in Django
#: admin, where an owner cannot change a superuser and changes are logged.
LISTS = {
    ("wagtailcore", "page"),
    ("wagtailimages", "image"),
    ("wagtaildocs", "document"),
}
#: Query parameters that Wagtail passes to a query or a URL without validation.
NUMBERS = ("id", "childOf", "parent_page_id", "p")
MAX_DIGITS = 18  # fits into an integer column of either database


class WagtailLimits:
    """Goes after `StaffAccessMiddleware`, so that only staff get these responses."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        match: Any = request.resolver_match
        if not match.route.startswith("cms/"):
            return
        is_bulk = match.view_name == BULK
        if is_bulk and (kwargs["app_label"], kwargs["model_name"]) not in LISTS:
            raise Http404
        if not _is_number(str(kwargs.get("pk", 0))):
            raise Http404
        if match.view_name == BLOCK_PREVIEW:
            return  # its id is a name
        for name in NUMBERS:
            allowed = {"p": ("",), "id": ("all",) if is_bulk else ()}.get(name, ())
            for value in request.GET.getlist(name):
                if value not in allowed and not _is_number(value):
                    raise Http404

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """404 for a bulk action below a page that does not exist."""
        match: Any = request.resolver_match
        if match and match.view_name == BULK and isinstance(exception, ObjectDoesNotExist):
            raise Http404 from exception


def _is_number(value: str) -> bool:
    """Stricter than `int`, which also accepts signs, spaces and digits of other scripts."""
    return value.isascii() and value.isdigit() and len(value) <= MAX_DIGITS
