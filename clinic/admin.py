"""Admin of the outbox and the roles; imports the admin classes of clinic's packages.

The outbox shows the state of mails, never their text.
"""

from importlib import import_module
from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from taggit.admin import Tag
from wagtail.documents.admin import Document
from wagtail.images.admin import Image

from clinic.mail import outbox
from clinic.models import OutgoingEmail
from clinic.privacy import access_admin  # noqa: F401  (registers the access log)
from clinic.privacy.read_only import ReadOnly
from clinic.staff.admin_site import FiltersOnly

COLUMNS = (
    "kind",
    "about",
    "to",
    "subject",
    "state",
    "attempts",
    "created_at",
    "due_at",
    "sent_at",
    "last_error",
    "provider_id",
    "problem",
    "problem_at",
)


@admin.register(OutgoingEmail)
class OutgoingEmailAdmin(ReadOnly, FiltersOnly, admin.ModelAdmin):
    list_display = [
        "created_at",
        "kind",
        "about",
        "state",
        "attempts",
        "sent_at",
        "last_error",
        "problem",
    ]
    list_filter = ["state", "problem"]
    ordering = ["-created_at"]
    fields = readonly_fields = COLUMNS
    list_per_page = 50
    show_full_result_count = False
    actions = ["try_again"]

    @admin.action(description="Try again", permissions=["retry"])
    def try_again(self, request: HttpRequest, queryset: Any) -> None:
        """Queue failed mails again, for example after an outage of the provider."""
        count = outbox.retry(queryset)
        self.message_user(request, f"{count} of them will be tried again within a minute.")

    def has_retry_permission(self, request: HttpRequest) -> bool:
        user: Any = request.user
        return bool(user.has_perm("clinic.retry_outgoingemail"))

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("text", "html")


admin.site.unregister([get_user_model(), Group])
# Editors have these at /cms/; taggit's page for merging tags requires no permission.
admin.site.unregister([Tag, Image, Document])


@admin.register(Group)
class RoleAdmin(ReadOnly, FiltersOnly, GroupAdmin):
    """Read-only: `manage.py roles` updates the groups from clinic/staff/roles.py."""


import_module("clinic.privacy.access_admin")
import_module("clinic.staff.user_admin")  # after Django's own is unregistered
