"""Admin of the access log, filtered by request or by member of staff."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from clinic.models import AccessLog
from clinic.privacy.read_only import ReadOnlyAdmin

MAX_LENGTH = 80


class AboutFilter(admin.SimpleListFilter):
    """Filters by one request, from the link on its page; offers no choices by itself."""

    title = "about"
    parameter_name = "about"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        about = request.GET.get("about", "").replace("\0", "")[:MAX_LENGTH]
        return [(about, about.partition(":")[2] or about)] if about else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        about = (self.value() or "").replace("\0", "")[:MAX_LENGTH]
        return queryset.filter(about=about) if about else queryset


@admin.register(AccessLog)
class AccessLogAdmin(ReadOnlyAdmin):
    """Read-only; the database refuses changes as well."""

    list_display = ["at", "actor", "act", "about", "reason"]
    list_filter = [AboutFilter, "act", "actor"]
    list_select_related = ["actor"]
    list_display_links = None
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    ordering = ["-at", "-pk"]
    sortable_by = ()

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Access log"} | (extra_context or {}))

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        return lookup == AboutFilter.parameter_name or super().lookup_allowed(
            lookup, value, request
        )
