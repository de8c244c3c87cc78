"""What a browser may see again for a short while: two signed cookies.

"received" names the request this browser sent, "yours" the link it came by, the request
behind it, and what the last press did.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from booking.models import AppointmentRequest, ClientLink

COOKIE_AGE = timedelta(minutes=30)


@dataclass(frozen=True)
class SignedCookie:
    """One signed cookie; it ends with its time and with the key that signed it."""

    name: str

    @property
    def cookie_name(self) -> str:
        return f"__Host-{self.name}" if settings.OVER_TLS else self.name

    @property
    def _salt(self) -> str:
        return f"booking.{self.name}"

    def set(self, response: HttpResponse, value: Any) -> None:
        response.set_cookie(
            self.cookie_name,
            signing.dumps(value, salt=self._salt),
            max_age=COOKIE_AGE,
            httponly=True,
            samesite="Lax",
            secure=settings.OVER_TLS,
        )

    def read(self, request: HttpRequest) -> Any:
        """The value given, or None."""
        value = request.COOKIES.get(self.cookie_name, "")
        try:
            return signing.loads(value, salt=self._salt, max_age=COOKIE_AGE)
        except signing.BadSignature:
            return None

    def delete(self, response: HttpResponse) -> None:
        response.delete_cookie(self.cookie_name)


RECEIVED = SignedCookie("received")
YOURS = SignedCookie("yours")


def get_sent_request(request: HttpRequest) -> AppointmentRequest | None:
    """What this browser sent a short while ago."""
    ticket = RECEIVED.read(request)
    found = AppointmentRequest.objects.filter(is_drill=False).select_related("answers")
    return found.filter(reference=ticket["reference"]).first() if ticket else None


def set_link(response: HttpResponse, link: ClientLink, *, done: str = "") -> None:
    """Let this browser see the page of a link for as long as a cookie lasts from now."""
    reference = link.appointment_request.reference
    YOURS.set(response, {"link": link.pk, "reference": reference, "done": done})


def get_link(request: HttpRequest) -> ClientLink | None:
    """The link this browser came by, if it still opens the request it was given for.

    After a backup is restored the database gives numbers anew, to other people's links.
    """
    ticket = YOURS.read(request) or {}
    named = {"pk": ticket.get("link"), "appointment_request__reference": ticket.get("reference")}
    if not all(named.values()):
        return None
    found = ClientLink.objects.exclude(appointment_request__is_drill=True)
    return found.select_related("appointment_request").filter(**named).first()


def get_reference(request: HttpRequest) -> str:
    """The request that this browser's link belongs to, or belonged to."""
    return (YOURS.read(request) or {}).get("reference", "")


def get_last_action(request: HttpRequest) -> str:
    """What the last press did: only we can say so."""
    return (YOURS.read(request) or {}).get("done", "")


def delete_all(response: HttpResponse) -> None:
    """Both of them, on a shared phone."""
    RECEIVED.delete(response)
    YOURS.delete(response)
