"""Pagination without counting all rows."""

from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property

from booking.desk import safety_lane
from booking.desk.queues import safety_first
from booking.desk.request_rows import clock_html
from clinic.models import ClinicDetails

#: Later requests are found with a filter or the search.
MAX_PAGES = 20


class LookAheadPaginator(Paginator):
    """A paginator that counts only as far as the shown page and one row more."""

    page_shown = 1

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return rows.values("pk")[: self.page_shown * int(self.per_page) + 1].count()  # type: ignore[no-any-return]


class RequestList(ChangeList):
    """The list of requests in the order of an index; sortable columns would be too slow."""

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[Any]:
        return [*self.model_admin.get_ordering(request), "pk"]

    def get_results(self, request: HttpRequest) -> None:
        if not 1 <= self.page_num <= MAX_PAGES:
            raise IncorrectLookupParameters
        super().get_results(request)
        clinic, now = ClinicDetails.current(), timezone.now()
        start = (self.page_num - 1) * self.list_per_page
        people = safety_lane.get_lane(request).people
        rows: list[Any] = safety_first(self.queryset, start, start + self.list_per_page, people)
        self.result_list = rows
        for appointment_request in rows:
            appointment_request.clock_shown = clock_html(appointment_request, clinic, now)

    @property
    def next_page(self) -> str:
        """Return the query string of the next page, or ""."""
        if self.page_num < MAX_PAGES and self.result_count > self.page_num * self.list_per_page:
            return self.get_query_string({PAGE_VAR: self.page_num + 1})
        return ""

    @property
    def previous_page(self) -> str:
        return self.get_query_string({PAGE_VAR: self.page_num - 1}) if self.page_num > 1 else ""

    @property
    def has_more(self) -> bool:
        """Whether there are more rows than `MAX_PAGES` pages show."""
        return self.page_num == MAX_PAGES and self.result_count > MAX_PAGES * self.list_per_page
