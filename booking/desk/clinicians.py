from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from booking.models import Clinician
from clinic.form_fields.typed import LineField
from clinic.staff.admin_site import FiltersOnly


@admin.register(Clinician)
class ClinicianAdmin(FiltersOnly, admin.ModelAdmin):
    list_display = ["name", "slug", "active"]
    list_filter = ["active"]
    prepopulated_fields = {"slug": ["name"]}

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "name":
            kwargs["form_class"] = LineField
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Clinician | None = None) -> bool:
        """Never: requests refer to clinicians. Untick "active" instead."""
        return False
