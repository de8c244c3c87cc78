"""The admin of campaigns: their list, and the page with progress and actions."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils import timezone
from django.utils.formats import date_format

from clinic.privacy.read_only import ReadOnlyAdmin
from newsletter.admin import campaign_actions, issues, progress
from newsletter.models import Campaign


class CampaignList(ChangeList):
    """A list that counts the deliveries of all campaigns of a page by one query."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list: Any = list(self.result_list)
        counts = progress.counts_of(self.result_list)
        for campaign in self.result_list:
            campaign.shown = progress.summary(campaign, counts[campaign.pk])


@admin.register(Campaign)
class CampaignAdmin(ReadOnlyAdmin):
    list_display = ("title", "state", "summary", "started_at")
    list_filter = ("state",)
    fields = readonly_fields = (
        *("subject", "sender", "prepared", "released"),
        *("scheduled_for", "started_at", "finished_at"),
    )
    change_list_template = "newsletter/admin/campaigns.html"
    change_form_template = "newsletter/admin/campaign.html"

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return CampaignList

    @admin.display(description="sent")
    def summary(self, campaign: Any) -> str:
        return str(campaign.shown)

    @admin.display(description="prepared")
    def prepared(self, campaign: Campaign) -> str:
        return _when_and_who(campaign.prepared_by, campaign.prepared_at)

    @admin.display(description="released")
    def released(self, campaign: Campaign) -> str:
        if campaign.released_at is None:
            return "–"
        note = ", who prepared it, too" if campaign.released_alone else ""
        return _when_and_who(campaign.released_by, campaign.released_at) + note

    def get_urls(self) -> list[URLPattern]:
        site = self.admin_site
        return [*issues.urls(site), *campaign_actions.urls(site), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        context = (extra_context or {}) | {"can_send": issues.may_send(request)}
        return super().changelist_view(request, context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        campaign = self.get_object(request, object_id)
        context = (extra_context or {}) | {"can_send": issues.may_send(request)}
        if campaign is not None:
            context |= progress.context(campaign) | campaign_actions.context(request, campaign)
            context |= {"title": campaign.title, "subtitle": None}
        response = super().change_view(request, object_id, form_url, context)
        response._csp_update = {"frame-src": "'self'"}  # type: ignore[attr-defined]
        return response


def _when_and_who(user: Any, at: datetime) -> str:
    return f"{date_format(timezone.localtime(at), 'DATETIME_FORMAT')} by {user}"
