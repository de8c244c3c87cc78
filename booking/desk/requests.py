"""Reception's list of requests."""

from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from booking import transitions
from booking.desk import queues, request_rows
from booking.desk.bulk import BulkViews
from booking.desk.exports import ExportViews
from booking.desk.filters import ANY_STATE_VALUES, FILTERS, list_order
from booking.desk.paging import LookAheadPaginator, RequestList
from booking.desk.search_view import SearchViews
from booking.desk.views.closing_round import ClosingRoundViews
from booking.models import AppointmentRequest
from booking.safety import actions as safety
from clinic.privacy.read_only import ReadOnly

VIEW_OWN = "booking.view_own_appointmentrequest"
PARAMETERS = {f.parameter_name for f in FILTERS}


@admin.register(AppointmentRequest)
class AppointmentRequestAdmin(ReadOnly, SearchViews, BulkViews, ExportViews, ClosingRoundViews):
    """Requests are never edited as fields, only changed by actions."""

    list_display = ["ref", "state", "flags", "clock", "initials", "kind", "age", "who"]
    list_filter = [*FILTERS]
    list_per_page = list_max_show_all = 50
    sortable_by = ()
    paginator = LookAheadPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    empty_value_display = ""

    # --- Permissions ------------------------------------------------------------

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        user: Any = request.user
        if user.has_perm(transitions.TRIAGE):
            return True
        may_record_outcome = user.has_perm(safety.OUTCOME)
        if obj is None:
            return may_record_outcome or user.has_perm(VIEW_OWN)  # type: ignore[no-any-return]
        if may_record_outcome and obj.awaits_outcome:
            return True
        names_them = bool(obj.clinician and obj.clinician.user_id == user.pk)
        return names_them and user.has_perm(VIEW_OWN)  # type: ignore[no-any-return]

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        """Allow only the parameters of the filters, so that no URL searches for a person."""
        return lookup in PARAMETERS

    # --- The list ----------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[AppointmentRequest]:
        user: Any = request.user
        requests = queues.only_row_columns(AppointmentRequest.objects.all())
        if user.has_perm(transitions.TRIAGE):
            return requests
        named = requests.naming(user)  # type: ignore[attr-defined]
        if user.has_perm(safety.OUTCOME) and request.GET.get("safety") in ANY_STATE_VALUES:
            return requests.filter(safety_flag=True, safety_outcome_at__isnull=True)
        return named  # type: ignore[no-any-return]

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        return list_order(request.GET)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[RequestList]:
        return RequestList

    def get_paginator(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Paginator:
        paginator = super().get_paginator(request, *args, **kwargs)
        page = request.GET.get("p", "")
        paginator.page_shown = int(page) if page.isdecimal() and len(page) < 4 else 1  # type: ignore[attr-defined]
        return paginator

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Requests"} | (extra_context or {}))

    @admin.display(description="reference")
    def ref(self, obj: AppointmentRequest) -> str:
        return obj.reference

    @admin.display(description="flags")
    def flags(self, obj: AppointmentRequest) -> str:
        return request_rows.flags(obj)

    @admin.display(description="promised answer")
    def clock(self, obj: Any) -> str:
        return obj.clock_shown  # type: ignore[no-any-return]

    @admin.display(description="age")
    def age(self, obj: AppointmentRequest) -> str:
        return request_rows.age(obj)

    @admin.display(description="who has it")
    def who(self, obj: AppointmentRequest) -> str:
        return request_rows.assignee(obj)
