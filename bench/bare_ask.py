"""What asking is measured against: a Django view that inserts the same rows, and no more.

One transaction, the site's own models and database settings; no middleware, no form, no
check, no encryption, no template. The words are made once.
"""

import os
import uuid
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application


class Urls:
    urlpatterns: list[Any] = []


settings.MIDDLEWARE, settings.ROOT_URLCONF = [], Urls
application = get_wsgi_application()

from django.db import transaction  # noqa: E402  (models exist from here on)
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402

from booking import references  # noqa: E402
from booking.models import (  # noqa: E402
    AppointmentRequest,
    ClientLink,
    IntakeAnswers,
    NamePart,
    PrivacyConsent,
    RequestEvent,
)
from clinic.models import OutgoingEmail  # noqa: E402

ASKED = {
    "kind": "existing_client", "change": "next", "name": "Sample Person", "for_whom": "self",
    "email": "client@example.org", "contact_preference": "email", "may_write": True,
    "format": "any",
}  # fmt: skip
SEALED = {"message": b"x" * 60, "safe_now": b"x" * 40}
WORDS = "Twelve words, as many as a short mail has, and then some more. " * 20


@transaction.atomic
def insert() -> None:
    asked = AppointmentRequest.objects.create(
        reference=references.new(), form_key=uuid.uuid4(), **ASKED
    )
    IntakeAnswers.objects.create(appointment_request=asked, **SEALED)
    PrivacyConsent.objects.create(
        appointment_request=asked, wording=WORDS[:200], wording_version="1", language="en-AU"
    )
    RequestEvent.objects.create(
        appointment_request=asked, kind="received", to_state="new", actor_kind="client"
    )
    NamePart.objects.bulk_create(
        NamePart(appointment_request=asked, part=part) for part in ("person", "sample")
    )
    ClientLink.objects.create(appointment_request=asked, token_hash=uuid.uuid4().hex)
    for kind in ("booking/receipt", "booking/notice"):
        OutgoingEmail.objects.create(
            kind=kind, about=asked.about, to=asked.email, subject="Hello", text=WORDS, html=WORDS
        )


def view(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return HttpResponse()
    insert()
    return HttpResponse(status=302, headers={"Location": "/", "Content-Length": "0"})


Urls.urlpatterns.append(path("", view))
