"""The view of the search for requests."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from booking.desk import safety_lane, search_query
from booking.desk.queues import safety_first
from booking.desk.request_rows import build_rows
from booking.desk.views import RequestViews
from booking.models import AppointmentRequest
from booking.names import fold
from clinic.privacy import access_log

MAX_RESULTS = 50
MIN_LETTERS = 2


def is_long_enough(term: str) -> bool:
    """Whether the term has two letters, or one character that is a whole name, such as 李."""
    return len(term) >= MIN_LETTERS or not fold(term).isascii()


class SearchViews(RequestViews):
    """The search. It uses POST, so that no name appears in a URL."""

    def get_urls(self) -> list[URLPattern]:
        return [self.at("search/", self.search_view, "search"), *super().get_urls()]

    def search_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        term = " ".join(request.POST.get("term", "").split())
        results: list[AppointmentRequest] = []
        if is_long_enough(term):
            matching = search_query.search_requests(self.get_queryset(request), term)
            results = safety_first(
                matching.order_by("-pk"), 0, MAX_RESULTS, safety_lane.get_lane(request).people
            )
            # If the entries cannot be written, the results are not shown.
            access_log.write(
                access_log.Act.FOUND,
                [appointment_request.about for appointment_request in results],
                by=request.user,
            )
        context: dict[str, Any] = {"title": "Find a request", "term": term}
        context |= {
            "rows": build_rows((appointment_request, "") for appointment_request in results)
        }
        context |= {"most": MAX_RESULTS, "too_short": bool(term) and not is_long_enough(term)}
        return self.answer(request, "search.html", context)
