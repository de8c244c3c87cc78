"""Release, pause, resume, stop, and decide about people in doubt: each a POST, twice is once."""

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
FURTHEST = timedelta(days=60)


class ReleaseForm(forms.Form):
    """When it goes out; empty means now."""

    day = TypedDateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    time = TypedTimeField(required=False, widget=forms.TimeInput(attrs={"type": "time"}))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        day, time = given.get("day"), given.get("time")
        if self.errors:
            raise ValidationError("Enter a day and a time, such as 14/12/2026 and 09:30.")
        if bool(day) != bool(time):
            raise ValidationError("Enter both a day and a time, or neither to send it now.")
        given["at"] = self._moment(datetime.combine(day, time)) if day and time else None
        return given

    def _moment(self, naive: datetime) -> datetime:
        at, now = timezone.make_aware(naive), timezone.now()
        if not now - timedelta(minutes=5) <= at <= now + FURTHEST:
            raise ValidationError("Choose a time from now on, within the next 60 days.")
        return at


#: Address and name of an act, what it does, and the line its history keeps.
SIMPLE_ACTS: dict[str, tuple[Callable[[Campaign], Any], str]] = {
    "send-now": (campaigns.send_now, "Asked to send it now."),
    "pause": (partial(campaigns.pause, why="Paused by staff."), "Paused."),
    "resume": (campaigns.resume, "Went on sending."),
    "cancel": (campaigns.cancel, "Stopped for good."),
    "write-again": (campaigns.write_again, "People in doubt: written to again."),
}


def urls(site: admin.AdminSite) -> list[URLPattern]:
    def own(route: str, view: View) -> URLPattern:
        name = f"newsletter_{route.replace('-', '_')}"
        return path(f"<int:pk>/{route}/", site.admin_view(view), name=name)

    return [
        path("send/<int:pk>/freeze/", site.admin_view(freeze), name="newsletter_freeze"),
        own("mail", mail),
        own("release", release),
        own("take-back", take_back),
        own("leave-in-doubt", leave_in_doubt),
        *(own(name, partial(act, name=name)) for name in SIMPLE_ACTS),
    ]


def context(request: HttpRequest, campaign: Campaign) -> dict[str, Any]:
    """What the campaign's page needs to offer these acts."""
    alone = campaign.prepared_by_id == request.user.pk
    return {
        "must_be_another": alone and not settings.NEWSLETTER_RELEASE_ALONE,
        "is_stale": campaign.state == State.PREPARED and campaigns.is_stale(campaign),
        "release_form": ReleaseForm(),
        "mail_text": campaign.text.replace(compose.UNSUBSCRIBE, "(each person's own link)"),
    }


@require_POST
def freeze(request: HttpRequest, pk: int) -> HttpResponse:
    """Prepared for release. A second click finds the campaign and shows it."""
    require_sender(request)
    issue = get_object_or_404(IssuePage, pk=pk)
    to_read = advertising.to_be_read(issue)
    if to_read and request.POST.get(HAVE_READ) != to_read:
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
        read = ", with listed words read" if to_read else ""
        _log(request, campaign, f"Prepared{read}.")
    return _to(campaign.pk)


@require_safe
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """The mail as it was frozen."""
    frozen = _campaign(request, pk)
    return previews.show(compose.Content(frozen.subject, frozen.text, frozen.html))


@require_POST
def act(request: HttpRequest, pk: int, *, name: str) -> HttpResponse:
    """One of SIMPLE_ACTS."""
    campaign = _campaign(request, pk)
    do, line = SIMPLE_ACTS[name]
    if do(campaign):
        _log(request, campaign, line)
    return _to(pk)


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
    return _to(pk)


def _release(request: HttpRequest, campaign: Campaign, at: datetime | None) -> None:
    try:
        campaigns.release(campaign, by=request.user, at=at)
    except campaigns.NotReadyError as error:
        messages.error(request, str(error))
    else:
        _log(request, campaign, "Released.")


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """A second click finds nothing left to take back, which is what was wanted."""
    require_sender(request)
    campaign = Campaign.objects.filter(pk=pk).first()
    if campaign and not campaigns.take_back(campaign):
        messages.error(request, "It has begun: pause or stop it instead.")
        return _to(pk)
    messages.success(request, "Taken back. Nobody was written to.")
    return HttpResponseRedirect(reverse("admin:newsletter_campaign_changelist"))


@require_POST
def leave_in_doubt(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = _campaign(request, pk)
    if campaigns.leave_in_doubt(campaign, by=request.user):
        _log(request, campaign, "People in doubt: not written to again.")
    return _to(pk)


def _campaign(request: HttpRequest, pk: int) -> Campaign:
    require_sender(request)
    return get_object_or_404(Campaign, pk=pk)


def _log(request: HttpRequest, campaign: Campaign, line: str) -> None:
    """A line of the campaign's history: who did what, when."""
    user = cast("User", request.user)
    LogEntry.objects.log_actions(user.pk, [campaign], CHANGE, line, single_object=True)


def _to(pk: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:newsletter_campaign_change", args=[pk]))
