"""What Wagtail's screens would do that this site does not want, refused before they run."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse

BULK = "wagtail_bulk_action"
BLOCK_PREVIEW = "wagtailadmin_block_preview"
#: What may be changed from a list. Everything else is closed, accounts above all: they are
#: kept at the desk, where a superuser is out of the owner's reach and changes are logged.
LISTS = {
    ("wagtailcore", "page"),
    ("wagtailimages", "image"),
    ("wagtaildocs", "document"),
}
#: Parts of an address that Wagtail hands to a query or to an address as they are.
NUMBERS = ("id", "childOf", "parent_page_id", "p")
MOST_DIGITS = 18  # what fits into a column of either database


class WagtailLimits:
    """Middleware, after the gate: nobody who was not let in learns what is here."""

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
            words = {"p": ("",), "id": ("all",) if is_bulk else ()}.get(name, ())
            for value in request.GET.getlist(name):
                if value not in words and not _is_number(value):
                    raise Http404

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """A list below a page that is not there."""
        match: Any = request.resolver_match
        if match and match.view_name == BULK and isinstance(exception, ObjectDoesNotExist):
            raise Http404 from exception


def _is_number(value: str) -> bool:
    """Stricter than `int`, which also reads signs, spaces and other alphabets."""
    return value.isascii() and value.isdigit() and len(value) <= MOST_DIGITS
