"""The two signed cookies of clients, valid for half an hour.

"received" holds the request that this browser sent. "yours" holds the client link it opened,
the request of that link, and the last action.
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
    """A signed cookie. It is valid for `COOKIE_AGE`, and as long as its signing key."""

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
        """Return the value, or None."""
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
    """Return the request that this browser sent, if the cookie is still valid."""
    value = RECEIVED.read(request)
    requests = AppointmentRequest.objects.filter(is_drill=False).select_related("answers")
    return requests.filter(reference=value["reference"]).first() if value else None


def set_link(response: HttpResponse, link: ClientLink, *, done: str = "") -> None:
    """Give this browser access to the page of a link for another `COOKIE_AGE`."""
    reference = link.appointment_request.reference
    YOURS.set(response, {"link": link.pk, "reference": reference, "done": done})


def get_link(request: HttpRequest) -> ClientLink | None:
    """Return the link of the cookie, if it still belongs to the same request.

    The reference is compared too: after a restored backup the primary key may belong to
    another client's link.
    """
    value = YOURS.read(request) or {}
    lookup = {"pk": value.get("link"), "appointment_request__reference": value.get("reference")}
    if not all(lookup.values()):
        return None
    links = ClientLink.objects.exclude(appointment_request__is_drill=True)
    return links.select_related("appointment_request").filter(**lookup).first()


def get_reference(request: HttpRequest) -> str:
    """Return the reference in the cookie, or "". The request may be erased."""
    return (YOURS.read(request) or {}).get("reference", "")


def get_last_action(request: HttpRequest) -> str:
    """Return the last action of the client, or ""."""
    return (YOURS.read(request) or {}).get("done", "")


def delete_all(response: HttpResponse) -> None:
    """Delete both cookies, for a shared phone."""
    RECEIVED.delete(response)
    YOURS.delete(response)
