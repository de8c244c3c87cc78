"""The proof for one person: a sheet to print, and the whole record as a file."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST, require_safe

from clinic.models import ClinicDetails
from clinic.privacy import access_log
from newsletter.admin.person_views import PersonViews
from newsletter.list import own_page
from newsletter.models import ConsentEvent, Subscriber

VIEW = "view_consentevent"


class ProofViews(PersonViews):
    def get_urls(self) -> list[URLPattern]:
        return [
            self.at("<int:pk>/proof/", self.proof, "proof"),
            self.at("<int:pk>/record/", self.record, "record"),
            *super().get_urls(),
        ]

    @method_decorator(require_safe)
    def proof(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Made for paper (A4). Who looked stands in the access log before it is shown."""
        user = self.require(request, VIEW)
        person = self.person(pk)
        access_log.write(access_log.Act.SAW, [about(person)], by=user, reason="proof sheet")
        context = own_page.held(person) | {
            "title": f"Proof of consent, subscriber {person.pk}",
            "made_at": timezone.now(),
            "details": ClinicDetails.current(),
        }
        return self.answer(request, "proof.html", context)

    @method_decorator(require_POST)
    def record(self, request: HttpRequest, pk: int) -> HttpResponse:
        """All we hold of one person, every event with its text, to hand over to them."""
        user = self.require(request, VIEW)
        person = self.person(pk)
        access_log.write(access_log.Act.EXPORTED, [about(person)], by=user, reason="whole record")
        response = JsonResponse(
            record_of(person), json_dumps_params={"indent": 2, "ensure_ascii": False}
        )
        name = f"subscriber-{person.pk}.json"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


def about(person: Subscriber) -> str:
    return f"subscriber:{person.pk}"


def record_of(person: Subscriber) -> dict[str, Any]:
    """Plain data; members of staff stand in it by number, not by name."""
    held = own_page.held(person)
    moments = ("created_at", "withdrawn_at", "erased_at", "answered_at")
    suppression = held["suppression"]
    is_on = person.state == Subscriber.State.CONFIRMED
    return {
        "address": person.email,
        "state": person.get_state_display(),
        "on_the_list_since": person.confirmed_at if is_on else None,
        "on_the_list_because": held["why"] if is_on else None,
        **{name: getattr(person, name) for name in moments},
        "never_mailed": suppression
        and {"reason": suppression.reason, "since": suppression.created_at},
        "events": [_event(event) for event in held["events"]],
        "sent": [{"title": d.campaign.title, "at": d.settled_at} for d in held["sent"]],
    }


def _event(event: ConsentEvent) -> dict[str, Any]:
    plain = ("at", "kind", "method", "wording_text", "language", "placement", "page_path")
    proof = ("basis", "given_on", "origin")
    return {
        **{name: getattr(event, name) for name in (*plain, *proof)},
        "wording_version": event.wording.version if event.wording else None,
        "replaces_subscriber": event.replaces_id,
        "by_staff": event.by_id,
    }
