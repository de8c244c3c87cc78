from django.contrib import admin
from django.http import HttpRequest

from booking.models import ReplyTemplate
from clinic.staff.admin_site import FiltersOnly


@admin.register(ReplyTemplate)
class ReplyTemplateAdmin(FiltersOnly, admin.ModelAdmin):
    """Texts that reception uses often, maintained by the lead."""

    list_display = ["title", "active"]
    list_filter = ["active"]

    def has_delete_permission(self, request: HttpRequest, obj: ReplyTemplate | None = None) -> bool:
        """Never. Untick "active" instead."""
        return False
