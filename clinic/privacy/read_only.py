"""Admin classes for rows that staff can see but not add, change or delete."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from clinic.staff.admin_site import FiltersOnly


class ReadOnly:
    """Mixin without add, change and delete permissions; goes before ModelAdmin or an inline."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnlyAdmin(ReadOnly, FiltersOnly, admin.ModelAdmin):
    """A list and its rows, without bulk actions."""

    actions = None
    list_per_page = 50
