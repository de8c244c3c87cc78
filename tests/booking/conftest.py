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
    """Clinic details are cached for an edition, as in production."""
    clinic = ClinicDetails.current()
    assert clinic.times
    monkeypatch.setattr(ClinicDetails, "current", lambda: clinic)
