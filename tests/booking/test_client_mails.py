"""What became of mails to the client."""

import pytest
from django.utils import timezone

from booking.mails import client_mails as client_mails
from clinic.models import OutgoingEmail
from tests.booking.factories import make_request

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("problem", "lost"), [("bounced", True), ("refused", True), ("complained", False)]
)
def test_mail_marked_as_spam_has_reached_its_reader(problem, lost):
    request = make_request()
    OutgoingEmail.objects.filter(kind="booking/receipt").update(
        state="sent", sent_at=timezone.now(), problem=problem, problem_at=timezone.now()
    )
    assert client_mails.has_lost_mail(request) == lost
    assert client_mails.has_delivered_mail(request) == (not lost)
