"""The admin of subscribers, with the events of the ledger."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from clinic.privacy.read_only import ReadOnly
from newsletter import addresses
from newsletter.admin.erasure import ErasureViews
from newsletter.admin.importing import ImportViews
from newsletter.admin.proof import ProofViews
from newsletter.list import actions, basis
from newsletter.models import ConsentEvent, Subscriber, Suppression


class LedgerInline(ReadOnly, admin.TabularInline):
    model, fk_name = ConsentEvent, "subscriber"
    template = "newsletter/admin/ledger.html"
    fields = readonly_fields = ("at", "kind")
    extra = 0
    ordering = ("at", "pk")


@admin.register(Subscriber)
class SubscriberAdmin(ProofViews, ErasureViews, ImportViews):
    list_display = ("address", "state", "may_be_written_to", "created_at", "confirmed_at")
    list_filter = ("state",)
    fields = readonly_fields = (
        *("address", "state", "how_they_came", "may_be_written_to"),
        *("created_at", "confirmed_at", "withdrawn_at", "erased_at"),
    )
    change_list_template = "newsletter/admin/people.html"
    inlines = (LedgerInline,)
    change_form_template = "newsletter/admin/subscriber.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Subscriber]:
        suppressed = Suppression.objects.filter(address_hash=OuterRef("address_hash"))
        return super().get_queryset(request).annotate(suppressed=Exists(suppressed))

    @admin.display(description="email address", ordering="email")
    def address(self, subscriber: Subscriber) -> str:
        return subscriber.email or f"erased, number {subscriber.pk}"

    @admin.display(boolean=True, description="may be written to")
    def may_be_written_to(self, subscriber: Any) -> bool:
        return subscriber.state == Subscriber.State.CONFIRMED and not subscriber.suppressed

    @admin.display(description="latest yes")
    def how_they_came(self, subscriber: Subscriber) -> str:
        return basis.for_staff(basis.latest_consent(subscriber))

    def get_urls(self) -> list[URLPattern]:
        return [
            self.subscriber_path("find/", self.find, "find"),
            self.subscriber_path("<int:pk>/withdraw/", self.withdraw, "withdraw"),
            *super().get_urls(),
        ]

    @method_decorator(require_POST)
    def find(self, request: HttpRequest) -> HttpResponse:
        """Find a subscriber by the whole address. A POST, so that no URL has the address."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            normalised = addresses.normalise(request.POST.get("address", "").strip())
            subscriber = _find_by_address(normalised)
        except ValidationError:
            subscriber = None
        if subscriber:
            url = reverse("admin:newsletter_subscriber_change", args=[subscriber.pk])
            return HttpResponseRedirect(url)
        messages.info(request, "Nobody has signed up with this address.")
        return HttpResponseRedirect(reverse("admin:newsletter_subscriber_changelist"))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        user: Any = request.user
        context = (extra_context or {}) | {
            "can_withdraw": user.has_perm("newsletter.withdraw_subscriber"),
            "can_erase": user.has_perm("newsletter.erase_subscriber"),
            "title": f"Subscriber {object_id}",
        }
        return super().change_view(request, object_id, form_url, context)

    @method_decorator(require_POST)
    def withdraw(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take a subscriber off the list, as they asked by phone."""
        if not request.user.has_perm("newsletter.withdraw_subscriber"):
            raise PermissionDenied
        subscriber = get_object_or_404(Subscriber, pk=pk)
        actions.withdraw(subscriber.public_id, method=ConsentEvent.Method.STAFF, by=request.user)
        messages.success(request, "This person is off the list.")
        return HttpResponseRedirect(reverse("admin:newsletter_subscriber_change", args=[pk]))


def _find_by_address(normalised: str) -> Subscriber | None:
    """Return a subscriber by address, or an erased one by the hash of the address."""
    by_hash = Subscriber.objects.filter(address_hash=addresses.keyed_hash(normalised))
    return Subscriber.objects.filter(email_normalised=normalised).first() or by_hash.first()
