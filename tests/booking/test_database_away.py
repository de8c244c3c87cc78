"""Asking while the database is away."""

import pytest
from django.db import InterfaceError, InternalError, OperationalError

from booking.models.choices import Kind as RequestKind
from clinic import contact
from clinic.models import ClinicDetails
from tests.booking.factories import (
    FOR_CHILD,
    KINDS,
    address,
    break_database,
    filled,
    page_of,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("error", [OperationalError, InterfaceError, InternalError])
@pytest.mark.parametrize("kind", KINDS)
def test_database_away_keeps_every_answer(client, monkeypatch, kind, error):
    """Contract, promise 5, when it matters most."""
    ClinicDetails.objects.update(phone="02 5550 0123")
    contact.store_phone()
    data = filled(kind, message="All kept", clinician="sample-clinician-a", **FOR_CHILD)
    break_database(monkeypatch, error)
    response = client.post(address(kind), data)
    page = page_of(response)
    assert response.status_code == 503
    for word in ("All kept", "Sample Person", "Sample Child", "2015", data["form_key"]):
        assert word in page
    assert '<option value="sample-clinician-a" selected>' in page
    assert "02 5550 0123" in page
    assert "13 11 14" in page
    assert "secret words" not in page


def test_database_away_still_shows_the_form(client, monkeypatch):
    break_database(monkeypatch)
    response = client.get(address(RequestKind.NEW_CLIENT))
    assert response.status_code == 503
    assert "Send request" in page_of(response)
