"""Wagtail admin views: the versions of the crisis lines, and restoring one."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from clinic.crisis import actions, changes
from clinic.models import CrisisLinesVersion

CHECKED = "checked"
PER_PAGE = 20


@require_safe
def versions(request: HttpRequest) -> HttpResponse:
    """List versions, newest first, with their changes and advice by the reviewed list."""
    _require_right(request)
    queryset = CrisisLinesVersion.objects.select_related("by", "put_back")
    page = Paginator(queryset, PER_PAGE).get_page(request.GET.get("p"))
    now = actions.rows()
    rows = [_context_of(version, now) for version in page]
    context = {"page": page, "versions": rows, "now": now, "checked": CHECKED}
    return render(request, "clinic/crisis/versions.html", context)


@require_POST
def put_back(request: HttpRequest, pk: int) -> HttpResponse:
    _require_right(request)
    version = get_object_or_404(CrisisLinesVersion, pk=pk)
    if _doubtful(version, actions.rows()) and not request.POST.get(CHECKED):
        messages.error(request, "Not put back: first compare the numbers, then tick the box.")
    elif actions.put_back(version, by=request.user):
        messages.success(request, "Put back. Pages, forms and mails show these numbers now.")
    else:
        messages.success(request, "The crisis lines stand as this version has them.")
    return redirect("crisis_lines")


def _require_right(request: HttpRequest) -> None:
    if not request.user.has_perm("clinic.change_clinicdetails"):
        raise PermissionDenied


def _context_of(version: CrisisLinesVersion, now: list[changes.Row]) -> dict[str, Any]:
    before = CrisisLinesVersion.objects.filter(pk__lt=version.pk).first()
    return {
        "version": version,
        "changed": changes.between(before.lines, version.lines) if before else [],
        "would_change": changes.between(now, version.lines),
        "is_now": [{n: row[n] for n in version.FIELDS} for row in now] == version.lines,
        "doubtful": _doubtful(version, now),
    }


def _doubtful(version: CrisisLinesVersion, now: list[changes.Row]) -> list[changes.Change]:
    """Return the doubtful changes that restoring the version would make."""
    return [c for c in changes.between(now, version.lines) if c.is_doubtful]
