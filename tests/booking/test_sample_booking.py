import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

from booking.models import AppointmentRequest, Clinician

pytestmark = pytest.mark.django_db


def test_sample_can_be_made_twice(capsys):
    user = get_user_model().objects.create_user("clinician")
    for _ in range(2):
        call_command("sample_booking")
    assert Clinician.objects.count() == 2
    assert user.clinician.slug == "sample-clinician-a"
    assert all(c.name.startswith("Sample clinician") for c in Clinician.objects.all())
    assert not AppointmentRequest.objects.exists()
