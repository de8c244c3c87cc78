"""Staff at the desk."""

import pytest

from clinic.models import ClinicDetails
from tests.booking.factories import make_staff


@pytest.fixture
def reception(client):
    user = make_staff("Reception")
    client.force_login(user)
    return user


@pytest.fixture
def remembered(db, monkeypatch):
    """The clinic's details as in production: kept for an edition, not read in each place."""
    clinic = ClinicDetails.current()
    assert clinic.times
    monkeypatch.setattr(ClinicDetails, "current", lambda: clinic)
