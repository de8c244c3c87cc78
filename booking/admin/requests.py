"""Reception's list of requests."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.html import format_html_join
from django.utils.timesince import timesince

from booking import client_mails, search, transitions
from booking.admin.filters import KindFilter, SafetyFilter, StateFilter
from booking.admin.request_views import RequestViews
from booking.models import AppointmentRequest

VIEW_OWN = "booking.view_own_appointmentrequest"
FOUND_AT_MOST = 50
FILTERS = {f.parameter_name for f in (StateFilter, SafetyFilter, KindFilter)}


@admin.register(AppointmentRequest)
class AppointmentRequestAdmin(RequestViews):
    """No raw fields anywhere: what changes a request is in `actions`."""

    list_display = ["reference", "flags", "initials", "kind", "waiting", "state"]
    list_filter = [StateFilter, SafetyFilter, KindFilter]
    list_per_page = 50
    ordering = ["-safety_flag", "created_at"]
    sortable_by = ["reference", "kind", "waiting", "state"]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None

    # --- Who may do what ------------------------------------------------------------

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        user: Any = request.user
        if user.has_perm(transitions.TRIAGE):
            return True
        if not user.has_perm(VIEW_OWN):
            return False
        return obj is None or bool(obj.clinician and obj.clinician.user_id == user.pk)

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        """The filters above and no other: an address must not become a search for a person."""
        return lookup in FILTERS

    # --- The list ----------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[AppointmentRequest]:
        user: Any = request.user
        requests = AppointmentRequest.objects.all()
        if not user.has_perm(transitions.TRIAGE):
            requests = requests.naming(user)
        return requests.annotate(mail_failed=client_mails.failed())

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Requests"} | (extra_context or {}))

    @admin.display(description="waiting for", ordering="created_at")
    def waiting(self, obj: AppointmentRequest) -> str:
        return timesince(obj.created_at, depth=1)

    @admin.display(description="look out")
    def flags(self, obj: Any) -> str:
        found = []
        if obj.safety_flag:
            found.append(("safety", "▲", "Safety: read now"))
        if obj.mail_failed:
            found.append(("mail", "✉", "Mail problem"))
        if obj.looks_automatic:
            found.append(("machine", "◆", "May be a machine"))
        if not found:
            return ""
        return format_html_join(
            " ", '<span class="flag flag-{}"><span aria-hidden="true">{}</span> {}</span>', found
        )

    # --- Addresses -----------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        return [self.at("search/", self.search_view, "search"), *super().get_urls()]

    def search_view(self, request: HttpRequest) -> HttpResponse:
        """Posted, because a name must not stand in an address."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        term = request.POST.get("term", "")
        found = search.matching(self.get_queryset(request), term)
        rows = [
            {"asked": asked, "waiting": self.waiting(asked), "flags": self.flags(asked)}
            for asked in found.order_by("-created_at")[:FOUND_AT_MOST]
        ]
        context = {"title": "Find a request", "term": term, "rows": rows, "most": FOUND_AT_MOST}
        return self.answer(request, "search.html", context)
