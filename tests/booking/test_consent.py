"""Pitfall 22: the consent is stored with its exact wording and by whom it was given."""

import pytest

from booking.intake import consent
from booking.models import AppointmentRequest, PrivacyConsent
from booking.models.choices import Kind as RequestKind
from tests.booking.factories import KINDS, address, filled, make_request

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("ticked", [None, "", "off", "no"])
def test_unticked_consent_is_refused(client, kind, ticked):
    response = client.post(address(kind), filled(kind, privacy_consent=ticked))
    assert response.status_code == 422
    assert not AppointmentRequest.objects.exists()


def test_each_request_keeps_the_words_it_agreed_to(monkeypatch):
    first = make_request()
    monkeypatch.setattr(consent, "PRIVACY_WORDING", "Other words.")
    monkeypatch.setattr(consent, "PRIVACY_VERSION", "2027-01")
    second = make_request(RequestKind.ASSESSMENT)
    kept = PrivacyConsent.objects.order_by("given_at").values_list(
        "appointment_request", "wording_version", "language"
    )
    assert list(kept) == [(first.pk, "2026-11", "en-AU"), (second.pk, "2027-01", "en-AU")]
    assert first.consent.wording != second.consent.wording
