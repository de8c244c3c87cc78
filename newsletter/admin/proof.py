"""The proof of consent of one subscriber: a page to print, and all data as a file."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST, require_safe

from clinic.models import ClinicDetails
from clinic.privacy import access_log
from newsletter.admin.subscriber_views import SubscriberViews
from newsletter.list import own_page
from newsletter.models import ConsentEvent, Subscriber

PERMISSION = "view_consentevent"


class ProofViews(SubscriberViews):
    def get_urls(self) -> list[URLPattern]:
        return [
            self.subscriber_path("<int:pk>/proof/", self.proof, "proof"),
            self.subscriber_path("<int:pk>/record/", self.record, "record"),
            *super().get_urls(),
        ]

    @method_decorator(require_safe)
    def proof(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show a page to print (A4). The access log has an entry before it is shown."""
        user = self.require_permission(request, PERMISSION)
        subscriber = self.get_subscriber(pk)
        access_log.write(access_log.Act.SAW, [about(subscriber)], by=user, reason="proof sheet")
        context = own_page.subscriber_data(subscriber) | {
            "title": f"Proof of consent, subscriber {subscriber.pk}",
            "made_at": timezone.now(),
            "details": ClinicDetails.current(),
        }
        return self.render_page(request, "proof.html", context)

    @method_decorator(require_POST)
    def record(self, request: HttpRequest, pk: int) -> HttpResponse:
        """All we hold of one person, every event with its text, to hand over to them."""
        user = self.require_permission(request, PERMISSION)
        subscriber = self.get_subscriber(pk)
        access_log.write(
            access_log.Act.EXPORTED, [about(subscriber)], by=user, reason="whole record"
        )
        response = JsonResponse(
            record_of(subscriber), json_dumps_params={"indent": 2, "ensure_ascii": False}
        )
        name = f"subscriber-{subscriber.pk}.json"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


def about(subscriber: Subscriber) -> str:
    return f"subscriber:{subscriber.pk}"


def record_of(subscriber: Subscriber) -> dict[str, Any]:
    """Return all data of a subscriber; members of staff are in it by number, not by name."""
    data = own_page.subscriber_data(subscriber)
    timestamps = ("created_at", "withdrawn_at", "erased_at", "answered_at")
    suppression = data["suppression"]
    is_on = subscriber.state == Subscriber.State.CONFIRMED
    return {
        "address": subscriber.email,
        "state": subscriber.get_state_display(),
        "on_the_list_since": subscriber.confirmed_at if is_on else None,
        "on_the_list_because": data["why"] if is_on else None,
        **{name: getattr(subscriber, name) for name in timestamps},
        "never_mailed": suppression
        and {"reason": suppression.reason, "since": suppression.created_at},
        "events": [_event(event) for event in data["events"]],
        "sent": [{"title": d.campaign.title, "at": d.settled_at} for d in data["sent"]],
    }


def _event(event: ConsentEvent) -> dict[str, Any]:
    event_fields = ("at", "kind", "method", "wording_text", "language", "placement", "page_path")
    proof = ("basis", "given_on", "origin")
    return {
        **{name: getattr(event, name) for name in (*event_fields, *proof)},
        "wording_version": event.wording.version if event.wording else None,
        "replaces_subscriber": event.replaces_id,
        "by_staff": event.by_id,
    }
