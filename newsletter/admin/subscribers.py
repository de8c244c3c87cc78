"""Who is on the list, with the ledger that proves it."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from clinic.read_only import ReadOnly, ReadOnlyAdmin
from newsletter import actions, addresses
from newsletter.models import ConsentEvent, Subscriber, Suppression


class LedgerInline(ReadOnly, admin.TabularInline):
    model, fk_name = ConsentEvent, "subscriber"
    template = "newsletter/admin/ledger.html"
    fields = readonly_fields = ("at", "kind")
    extra = 0
    ordering = ("at", "pk")


@admin.register(Subscriber)
class SubscriberAdmin(ReadOnlyAdmin):
    list_display = ("email", "state", "may_be_written_to", "created_at", "confirmed_at")
    list_filter = ("state",)
    fields = readonly_fields = (
        *("email", "state", "may_be_written_to"),
        *("created_at", "confirmed_at", "withdrawn_at"),
    )
    change_list_template = "newsletter/admin/people.html"
    inlines = (LedgerInline,)
    change_form_template = "newsletter/admin/subscriber.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Subscriber]:
        suppressed = Suppression.objects.filter(address_hash=OuterRef("address_hash"))
        return super().get_queryset(request).annotate(suppressed=Exists(suppressed))

    @admin.display(boolean=True, description="may be written to")
    def may_be_written_to(self, subscriber: Any) -> bool:
        return subscriber.state == Subscriber.State.CONFIRMED and not subscriber.suppressed

    def get_urls(self) -> list[URLPattern]:
        def own(route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
            wrapped = self.admin_site.admin_view(view)
            return path(route, wrapped, name=f"newsletter_subscriber_{name}")

        return [
            own("find/", self.find, "find"),
            own("<int:pk>/withdraw/", self.withdraw, "withdraw"),
            *super().get_urls(),
        ]

    @method_decorator(require_POST)
    def find(self, request: HttpRequest) -> HttpResponse:
        """The whole address, in whatever spelling; posted, so that it stands in no URL."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            normalised = addresses.normalise(request.POST.get("address", "").strip())
            found = Subscriber.objects.filter(email_normalised=normalised).first()
        except ValidationError:
            found = None
        if found:
            to = reverse("admin:newsletter_subscriber_change", args=[found.pk])
            return HttpResponseRedirect(to)
        messages.info(request, "Nobody has signed up with this address.")
        return HttpResponseRedirect(reverse("admin:newsletter_subscriber_changelist"))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        may = request.user.has_perm("newsletter.withdraw_subscriber")
        context = (extra_context or {}) | {"can_withdraw": may}
        return super().change_view(request, object_id, form_url, context)

    @method_decorator(require_POST)
    def withdraw(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Somebody phoned and wants to leave the list."""
        if not request.user.has_perm("newsletter.withdraw_subscriber"):
            raise PermissionDenied
        subscriber = get_object_or_404(Subscriber, pk=pk)
        actions.withdraw(subscriber.public_id, method=ConsentEvent.Method.STAFF, by=request.user)
        messages.success(request, "This person is off the list.")
        return HttpResponseRedirect(reverse("admin:newsletter_subscriber_change", args=[pk]))
