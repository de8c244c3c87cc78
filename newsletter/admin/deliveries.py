"""The admin of deliveries: the people behind a campaign's numbers."""

from django.contrib import admin

from clinic.privacy.read_only import ReadOnlyAdmin
from newsletter.models import Delivery


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    list_display = ("email", "state", "reason", "settled_at", "campaign")
    list_filter = ("state", "campaign")
    list_select_related = ("campaign",)
    fields = readonly_fields = (
        *("campaign", "email", "state", "reason"),
        *("provider_id", "called_at", "settled_at"),
    )
