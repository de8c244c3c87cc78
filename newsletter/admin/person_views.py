"""What the desk's own pages about subscribers have in common."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse

from clinic.privacy.read_only import ReadOnlyAdmin
from newsletter.models import Subscriber


class PersonViews(ReadOnlyAdmin):
    """Routes below the list, each behind the log-in and a right of its own."""

    def at(self, route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
        wrapped = self.admin_site.admin_view(view)
        return path(route, wrapped, name=f"newsletter_subscriber_{name}")

    def require(self, request: HttpRequest, right: str) -> Any:
        """The person at the desk; raises `PermissionDenied` without `right`."""
        user: Any = request.user
        if not (self.has_view_permission(request) and user.has_perm(f"newsletter.{right}")):
            raise PermissionDenied
        return user

    def person(self, pk: int) -> Subscriber:
        return get_object_or_404(Subscriber, pk=pk)

    def answer(
        self, request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
    ) -> HttpResponse:
        context = self.admin_site.each_context(request) | {"opts": self.opts} | context
        return render(request, f"newsletter/admin/{template}", context, status=status)

    def to_person(self, pk: int) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:newsletter_subscriber_change", args=[pk]))

    def to_list(self) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:newsletter_subscriber_changelist"))
