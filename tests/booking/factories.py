"""Forms as a browser would send them, requests, and people who work here."""

import time
import uuid
from html import unescape
from itertools import count

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import signing
from django.db import OperationalError
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from booking.intake import submission
from booking.intake.forms import FORMS, FormOptions
from booking.models import Clinician
from booking.models.choices import Kind as RequestKind
from clinic import offerings
from clinic.models import ClinicDetails, DutyTurn

KINDS = {
    RequestKind.NEW_CLIENT: "booking:new-client",
    RequestKind.EXISTING_CLIENT: "booking:existing-client",
    RequestKind.ASSESSMENT: "booking:assessments",
}
RECEIVED = "/appointments/received/"
_numbers = count(1)


class _EarlierSigner(signing.TimestampSigner):
    def __init__(self, *, age, **kwargs):
        super().__init__(**kwargs)
        self._age = age

    def timestamp(self):
        return signing.b62_encode(int(time.time() - self._age))


def form_key(kind, *, age=60):
    """A form's key, as it stands in a page that was opened `age` seconds ago."""
    signer = _EarlierSigner(age=age, salt=f"clinic.links.booking.form.{kind}")
    return signer.sign(str(uuid.uuid4()))


def address(kind):
    return reverse(KINDS[kind])


def filled(kind, **changes):
    """A valid form for oneself; None leaves a field out."""
    data = {
        "safe_now": "yes",
        "name": "Sample Person",
        "email": "client@example.org",
        "contact_preference": "email",
        "for_whom": "self",
        "format": "any",
        "privacy_consent": "on",
        "form_key": form_key(kind),
        "homepage": "",
    }
    data |= {
        RequestKind.NEW_CLIENT: {"reason": "Sleep", "referral": "gp"},
        RequestKind.EXISTING_CLIENT: {"change": "next"},
        RequestKind.ASSESSMENT: {"assessment": "other", "referral": "none", "purpose": "School"},
    }[kind]
    return {name: value for name, value in (data | changes).items() if value is not None}


FOR_CHILD = {
    "for_whom": "child",
    "client_name": "Sample Child",
    "client_date_of_birth_day": "3",
    "client_date_of_birth_month": "4",
    "client_date_of_birth_year": "2015",
    "relationship": "mother",
}


def make_form(kind, **changes):
    data = QueryDict(urlencode(filled(kind, **changes)))
    return FORMS[kind](data, options=FormOptions.current())


def make_request(kind=RequestKind.NEW_CLIENT, **changes):
    form = make_form(kind, **changes)
    assert form.is_valid(), form.errors
    return submission.submit(form.columns(), answers=form.answers(), network=f"n{next(_numbers)}")


def make_staff(role):
    """Somebody with one role of clinic/staff/roles.py."""
    user = get_user_model().objects.create_user(
        f"{role.lower()}{next(_numbers)}", is_staff=True, password="sample-password"
    )
    user.groups.add(Group.objects.get(name=role))
    return user


def make_clinician(user=None):
    n = next(_numbers)
    return Clinician.objects.create(name=f"Sample clinician {n}", slug=f"sample-{n}", user=user)


def offer(monkeypatch, kind, slug, title):
    """Make an app offer only this option."""
    found = [offerings.Offering(slug, title)]
    monkeypatch.setitem(offerings._providers, kind, lambda: found)


def send(client, kind=RequestKind.NEW_CLIENT, **changes):
    return client.post(address(kind), filled(kind, **changes))


def page_of(response):
    return unescape(response.content.decode())


def break_database(monkeypatch, error=OperationalError):
    def fail(*args, **kwargs):
        raise error("secret words")

    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", fail)


def on_duty(user, *, rank=1, day=None, **columns):
    """A line of the duty roster for each weekday, or for one."""
    clinic = ClinicDetails.load()
    return [
        DutyTurn.objects.create(
            clinic=clinic, person=user, rank=rank, day=n, phone="02 5550 0190", **columns
        )
        for n in (range(7) if day is None else [day])
    ]
