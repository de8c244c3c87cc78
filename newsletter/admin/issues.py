"""Views before an issue is sent: choose it, preview it, read the findings, send a test."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST, require_safe

from clinic.cms.editing.forms import HAVE_READ
from clinic.mail.errors import describe
from newsletter import preflight
from newsletter.issue import compose, previews
from newsletter.models import Campaign, IssuePage, Subscriber
from newsletter.preflight import advertising
from newsletter.sending import send_to_self

#: The preview modes for the frames of the page.
FRAME_MODES = {mode: name for mode, name in previews.MODES.items() if mode != "text"}


def urls(site: admin.AdminSite) -> list[URLPattern]:
    def route_to(route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
        return path(f"send/{route}", site.admin_view(view), name=f"newsletter_{name}")

    return [
        route_to("", choose, "choose"),
        route_to("<int:pk>/", prepare, "prepare"),
        route_to("<int:pk>/preview/", preview, "preview"),
        route_to("<int:pk>/test/", send_test, "send_test"),
    ]


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    require_sender(request)
    issues = IssuePage.objects.unsent().order_by("-latest_revision_created_at")
    return _page(request, "choose", {"title": "Send an issue", "issues": issues})


@require_safe
def prepare(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the mail, the number of recipients and the findings of the checks."""
    issue = _unsent_issue(request, pk)
    content = compose.compose(issue)
    findings = preflight.findings(issue)
    context = {
        "title": "Send an issue",
        "issue": issue,
        "content": content,
        "kilobytes": preflight.kilobytes(content),
        "text": content.text.replace(compose.UNSUBSCRIBE, "(each person's own link)"),
        "people": Subscriber.objects.reachable().count(),
        "stops": [finding.text for finding in findings if finding.is_stop],
        "advice": [f.text for f in findings if not (f.is_stop or f.must_be_read)],
        "to_read": [finding.text for finding in findings if finding.must_be_read],
        "have_read": HAVE_READ,
        "read": advertising.reading_digest(issue),
        "views": FRAME_MODES,
        "shown": _mode(request),
    }
    response = _page(request, "prepare", context)
    response._csp_update = {"frame-src": "'self'"}  # type: ignore[attr-defined]
    return response


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    issue = _unsent_issue(request, pk)
    return previews.show(compose.compose(issue), _mode(request))


@require_POST
def send_test(request: HttpRequest, pk: int) -> HttpResponse:
    issue = _unsent_issue(request, pk)
    address = getattr(request.user, "email", "")
    back = HttpResponseRedirect(reverse("admin:newsletter_prepare", args=[pk]))
    if not address:
        messages.error(request, "Your log-in has no email address. Ask the owner to add it.")
        return back
    try:
        send_to_self.send(compose.compose(issue), address)
    except Exception as error:
        messages.error(
            request, f"The test did not leave: {describe(error)}. Nobody got anything. Try again."
        )
    else:
        messages.success(request, "A test is on its way to your own address, and to nobody else.")
    return back


def may_send(request: HttpRequest) -> bool:
    return request.user.has_perm("newsletter.send_campaign")


def require_sender(request: HttpRequest) -> None:
    if not may_send(request):
        raise PermissionDenied


def _mode(request: HttpRequest) -> str:
    mode = request.GET.get("as", "mail")
    if mode not in previews.MODES:
        raise Http404
    return mode


def _unsent_issue(request: HttpRequest, pk: int) -> IssuePage:
    require_sender(request)
    issue: IssuePage = get_object_or_404(IssuePage.objects.unsent(), pk=pk)
    # The latest draft is shown; only what is published can be prepared.
    return issue.get_latest_revision_as_object()  # type: ignore[no-any-return]


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    base = admin.site.each_context(request) | {"opts": Campaign._meta}
    return render(request, f"newsletter/admin/{template}.html", base | context)
