from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from booking.models import AppointmentRequest, IntakeAnswers, PrivacyConsent, RequestEvent
from clinic.models import OutgoingEmail
from tests.booking.factories import make_request

pytestmark = pytest.mark.django_db


def old(state):
    appointment_request = make_request(email=f"{state}@example.org")
    AppointmentRequest.objects.filter(pk=appointment_request.pk).update(
        state=state, created_at=timezone.now() - timedelta(days=400)
    )
    return appointment_request


def test_one_request_goes_with_all_that_belongs_to_it(capsys):
    gone, kept = make_request(), make_request(email="kept@example.org")
    call_command("erase_requests", "--reference", gone.reference)
    for model in (AppointmentRequest, IntakeAnswers, PrivacyConsent, RequestEvent):
        assert model.objects.count() == 1
    assert set(OutgoingEmail.objects.values_list("about", flat=True)) == {kept.about}
    assert "1 requests deleted." in capsys.readouterr().out


def test_only_ended_and_old_requests_go():
    booked, still_open, young = old("booked"), old("in_review"), make_request()
    date = (timezone.localdate() - timedelta(days=365)).isoformat()
    call_command("erase_requests", "--before", date)
    left = set(AppointmentRequest.objects.values_list("pk", flat=True))
    assert left == {still_open.pk, young.pk}
    assert booked.pk not in left


def test_dry_run_counts_and_deletes_nothing(capsys):
    appointment_request = make_request()
    call_command("erase_requests", "--reference", appointment_request.reference, "--dry-run")
    output = capsys.readouterr().out
    assert "booking.IntakeAnswers: 1" in output
    assert "1 requests would be deleted (dry run)." in output
    assert AppointmentRequest.objects.count() == OutgoingEmail.objects.count() - 1 == 1


def test_unknown_reference_is_said():
    with pytest.raises(CommandError, match="no request"):
        call_command("erase_requests", "--reference", "MM-0000-0000")
