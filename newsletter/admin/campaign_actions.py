"""Views to release, pause, resume and stop a campaign, and to decide about people in doubt.

Each is a POST and idempotent.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from clinic.cms.editing.forms import HAVE_READ
from clinic.form_fields.dates import TypedDateField, TypedTimeField
from newsletter.admin.issues import require_sender
from newsletter.issue import compose, previews
from newsletter.models import Campaign, IssuePage
from newsletter.preflight import advertising
from newsletter.sending import campaigns

View = Callable[..., HttpResponse]
State = Campaign.State
MAX_AHEAD = timedelta(days=60)


class ReleaseForm(forms.Form):
    """When the campaign goes out; empty means now."""

    day = TypedDateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    time = TypedTimeField(required=False, widget=forms.TimeInput(attrs={"type": "time"}))

    def clean(self) -> dict[str, Any]:
        cleaned_data = super().clean() or {}
        day, time = cleaned_data.get("day"), cleaned_data.get("time")
        if self.errors:
            raise ValidationError("Enter a day and a time, such as 14/12/2026 and 09:30.")
        if bool(day) != bool(time):
            raise ValidationError("Enter both a day and a time, or neither to send it now.")
        cleaned_data["at"] = (
            self._aware_datetime(datetime.combine(day, time)) if day and time else None
        )
        return cleaned_data

    def _aware_datetime(self, naive: datetime) -> datetime:
        at, now = timezone.make_aware(naive), timezone.now()
        if not now - timedelta(minutes=5) <= at <= now + MAX_AHEAD:
            raise ValidationError("Choose a time from now on, within the next 60 days.")
        return at


#: By the last part of the URL: the action and its entry in the campaign's history.
SIMPLE_ACTIONS: dict[str, tuple[Callable[[Campaign], Any], str]] = {
    "send-now": (campaigns.send_now, "Asked to send it now."),
    "pause": (partial(campaigns.pause, why="Paused by staff."), "Paused."),
    "resume": (campaigns.resume, "Went on sending."),
    "cancel": (campaigns.cancel, "Stopped for good."),
    "write-again": (campaigns.write_again, "People in doubt: written to again."),
}


def urls(site: admin.AdminSite) -> list[URLPattern]:
    def route_to(route: str, view: View) -> URLPattern:
        name = f"newsletter_{route.replace('-', '_')}"
        return path(f"<int:pk>/{route}/", site.admin_view(view), name=name)

    return [
        path("send/<int:pk>/freeze/", site.admin_view(freeze), name="newsletter_freeze"),
        route_to("mail", mail),
        route_to("release", release),
        route_to("take-back", take_back),
        route_to("leave-in-doubt", leave_in_doubt),
        *(route_to(name, partial(simple_action, name=name)) for name in SIMPLE_ACTIONS),
    ]


def context(request: HttpRequest, campaign: Campaign) -> dict[str, Any]:
    """Return what the campaign's page needs to offer these actions."""
    is_preparer = campaign.prepared_by_id == request.user.pk
    return {
        "must_be_another": is_preparer and not settings.NEWSLETTER_RELEASE_ALONE,
        "is_stale": campaign.state == State.PREPARED and campaigns.is_stale(campaign),
        "release_form": ReleaseForm(),
        "mail_text": campaign.text.replace(compose.UNSUBSCRIBE, "(each person's own link)"),
    }


@require_POST
def freeze(request: HttpRequest, pk: int) -> HttpResponse:
    """Prepare an issue for release. A second click shows the campaign of the first."""
    require_sender(request)
    issue = get_object_or_404(IssuePage, pk=pk)
    reading_digest = advertising.reading_digest(issue)
    if reading_digest and request.POST.get(HAVE_READ) != reading_digest:
        messages.error(request, "Not yet: read the listed words below and say so, then prepare it.")
        return HttpResponseRedirect(reverse("admin:newsletter_prepare", args=[pk]))
    try:
        campaign = campaigns.prepare(issue, by=request.user)
    except campaigns.AlreadySentError:
        campaign = Campaign.objects.get(issue_id=pk)
        messages.info(request, "This issue was prepared already. Nobody gets it twice.")
    except campaigns.NotReadyError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse("admin:newsletter_prepare", args=[pk]))
    else:
        read = ", with listed words read" if reading_digest else ""
        _log(request, campaign, f"Prepared{read}.")
    return _redirect_to_campaign(campaign.pk)


@require_safe
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the mail as it was frozen."""
    campaign = _campaign(request, pk)
    return previews.show(compose.Content(campaign.subject, campaign.text, campaign.html))


@require_POST
def simple_action(request: HttpRequest, pk: int, *, name: str) -> HttpResponse:
    """Do one of `SIMPLE_ACTIONS`."""
    campaign = _campaign(request, pk)
    action, line = SIMPLE_ACTIONS[name]
    if action(campaign):
        _log(request, campaign, line)
    return _redirect_to_campaign(pk)


@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = _campaign(request, pk)
    form = ReleaseForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.non_field_errors())))
    elif campaign.state != State.PREPARED:
        messages.info(request, "It was released already.")
    else:
        _release(request, campaign, form.cleaned_data["at"])
    return _redirect_to_campaign(pk)


def _release(request: HttpRequest, campaign: Campaign, at: datetime | None) -> None:
    try:
        campaigns.release(campaign, by=request.user, at=at)
    except campaigns.NotReadyError as error:
        messages.error(request, str(error))
    else:
        _log(request, campaign, "Released.")


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a campaign that has not begun. A second click succeeds, too."""
    require_sender(request)
    campaign = Campaign.objects.filter(pk=pk).first()
    if campaign and not campaigns.take_back(campaign):
        messages.error(request, "It has begun: pause or stop it instead.")
        return _redirect_to_campaign(pk)
    messages.success(request, "Taken back. Nobody was written to.")
    return HttpResponseRedirect(reverse("admin:newsletter_campaign_changelist"))


@require_POST
def leave_in_doubt(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = _campaign(request, pk)
    if campaigns.leave_in_doubt(campaign, by=request.user):
        _log(request, campaign, "People in doubt: not written to again.")
    return _redirect_to_campaign(pk)


def _campaign(request: HttpRequest, pk: int) -> Campaign:
    require_sender(request)
    return get_object_or_404(Campaign, pk=pk)


def _log(request: HttpRequest, campaign: Campaign, line: str) -> None:
    """Add an entry to the campaign's history in the admin log."""
    user = cast("User", request.user)
    LogEntry.objects.log_actions(user.pk, [campaign], CHANGE, line, single_object=True)


def _redirect_to_campaign(pk: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:newsletter_campaign_change", args=[pk]))
