"""The outbox as staff see it: what went, what did not, never what it said."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from clinic import emails
from clinic.models import OutgoingEmail

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
)


@admin.register(OutgoingEmail)
class OutgoingEmailAdmin(admin.ModelAdmin):
    list_display = ["created_at", "kind", "about", "state", "attempts", "sent_at", "last_error"]
    list_filter = ["state"]
    ordering = ["-created_at"]
    fields = readonly_fields = COLUMNS
    list_per_page = 50
    show_full_result_count = False
    actions = ["try_again"]

    @admin.action(description="Try again", permissions=["retry"])
    def try_again(self, request: HttpRequest, queryset: Any) -> None:
        """After a provider's outage or a wrong key: nothing is lost that was given up."""
        count = emails.try_again(queryset)
        self.message_user(request, f"{count} of them will be tried again within a minute.")

    def has_retry_permission(self, request: HttpRequest) -> bool:
        user: Any = request.user
        return bool(user.has_perm("clinic.retry_outgoingemail"))

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("text", "html")

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        """The filter above and no other: an address must not become a search for a person."""
        return lookup == "state__exact" and value in OutgoingEmail.State.values

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
