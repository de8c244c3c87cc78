from django.contrib import admin
from django.http import HttpRequest

from booking.models import Clinician
from clinic.admin_site import FiltersOnly


@admin.register(Clinician)
class ClinicianAdmin(FiltersOnly, admin.ModelAdmin):
    list_display = ["name", "slug", "active"]
    list_filter = ["active"]
    prepopulated_fields = {"slug": ["name"]}

    def has_delete_permission(self, request: HttpRequest, obj: Clinician | None = None) -> bool:
        """Requests name them: untick "active" instead."""
        return False
