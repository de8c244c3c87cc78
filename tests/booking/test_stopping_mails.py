"""What became of mails to the client."""

import pytest
from django.utils import timezone

from booking.mails import stopping as mail_stopping
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
    assert mail_stopping.has_problem(request) == lost
    assert mail_stopping.has_reached(request) == (not lost)
