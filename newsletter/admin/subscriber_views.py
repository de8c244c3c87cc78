"""The base class of the admin's additional views of subscribers."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse

from clinic.privacy.read_only import ReadOnlyAdmin
from newsletter.models import Subscriber


class SubscriberViews(ReadOnlyAdmin):
    """Helpers for views below the list, each of which requires a permission."""

    def subscriber_path(
        self, route: str, view: Callable[..., HttpResponse], name: str
    ) -> URLPattern:
        wrapped = self.admin_site.admin_view(view)
        return path(route, wrapped, name=f"newsletter_subscriber_{name}")

    def require_permission(self, request: HttpRequest, permission: str) -> Any:
        """Return the user; raises `PermissionDenied` without `permission`."""
        user: Any = request.user
        if not (self.has_view_permission(request) and user.has_perm(f"newsletter.{permission}")):
            raise PermissionDenied
        return user

    def get_subscriber(self, pk: int) -> Subscriber:
        return get_object_or_404(Subscriber, pk=pk)

    def render_page(
        self, request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
    ) -> HttpResponse:
        context = self.admin_site.each_context(request) | {"opts": self.opts} | context
        return render(request, f"newsletter/admin/{template}", context, status=status)

    def redirect_to_subscriber(self, pk: int) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:newsletter_subscriber_change", args=[pk]))

    def redirect_to_list(self) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:newsletter_subscriber_changelist"))
