"""Sending an issue, and following it. What comes before: `newsletter.admin.issues`."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from clinic.read_only import ReadOnlyAdmin
from newsletter import campaigns
from newsletter.admin import issues
from newsletter.models import Campaign, Delivery, IssuePage

State = Delivery.State


@admin.register(Campaign)
class CampaignAdmin(ReadOnlyAdmin):
    list_display = ("title", "state", "summary", "started_at", "finished_at")
    list_filter = ("state",)
    fields = readonly_fields = (
        *("title", "subject", "state", "last_error", "resume_at"),
        *("started_at", "started_by", "finished_at", "numbers"),
    )
    change_list_template = "newsletter/admin/campaigns.html"
    change_form_template = "newsletter/admin/campaign.html"

    @admin.display(description="sent")
    def summary(self, campaign: Campaign) -> str:
        """ "412 of 415; 2 left out, 1 refused"."""
        counts = campaign.counts
        other = [
            f"{counts[state]} {state.label.lower().split(':')[0]}"
            for state in State
            if state != State.ACCEPTED and counts[state]
        ]
        text = f"{counts[State.ACCEPTED]} of {campaign.planned}"
        return f"{text}; {', '.join(other)}" if other else text

    @admin.display(description="people")
    def numbers(self, campaign: Campaign) -> str:
        """Each number leads to its names; they add up to the number planned."""
        base = reverse("admin:newsletter_delivery_changelist")
        rows = [
            format_html(
                '<li><a href="{}?campaign__id__exact={}&amp;state__exact={}">{} {}</a></li>',
                *(base, campaign.pk, state, count, State(state).label),
            )
            for state, count in campaign.counts.items()
        ]
        return format_html(
            "<ul class='newsletter-numbers'>{}</ul><p>{} planned</p>",
            *(format_html("{}" * len(rows), *rows), campaign.planned),
        )

    def get_urls(self) -> list[URLPattern]:
        def own(route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
            return path(route, self.admin_site.admin_view(view), name=f"newsletter_{name}")

        return [
            *issues.urls(self.admin_site),
            own("send/<int:pk>/start/", self.start, "start"),
            own("<int:pk>/pause/", self.pause, "pause"),
            own("<int:pk>/resume/", self.resume, "resume"),
            own("<int:pk>/cancel/", self.cancel, "cancel"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        context = (extra_context or {}) | {"can_send": issues.may_send(request)}
        return super().changelist_view(request, context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        context = (extra_context or {}) | {"can_send": issues.may_send(request)}
        return super().change_view(request, object_id, form_url, context)

    @method_decorator(require_POST)
    def start(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A second click finds the campaign and shows it."""
        issues.require_sender(request)
        issue = get_object_or_404(IssuePage, pk=pk)
        try:
            campaign = campaigns.start(issue, by=request.user)
        except campaigns.AlreadySentError:
            campaign = Campaign.objects.get(issue_id=pk)
            messages.info(request, "This issue was started already. Nobody gets it twice.")
        except campaigns.NotReadyError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(reverse("admin:newsletter_prepare", args=[pk]))
        return _to_campaign(campaign.pk)

    @method_decorator(require_POST)
    def pause(self, request: HttpRequest, pk: int) -> HttpResponse:
        issues.require_sender(request)
        campaigns.pause(get_object_or_404(Campaign, pk=pk), why="paused by staff")
        return _to_campaign(pk)

    @method_decorator(require_POST)
    def resume(self, request: HttpRequest, pk: int) -> HttpResponse:
        issues.require_sender(request)
        campaigns.resume(get_object_or_404(Campaign, pk=pk))
        return _to_campaign(pk)

    @method_decorator(require_POST)
    def cancel(self, request: HttpRequest, pk: int) -> HttpResponse:
        issues.require_sender(request)
        campaigns.cancel(get_object_or_404(Campaign, pk=pk))
        return _to_campaign(pk)


def _to_campaign(pk: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:newsletter_campaign_change", args=[pk]))
