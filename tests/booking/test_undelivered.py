"""What the desk hears of mails to a client that came back."""

import pytest
from django.utils import timezone

from booking.models import AppointmentRequest
from clinic.models import OutgoingEmail
from tests.booking.factories import make_request
from tests.clinic import reports
from tests.clinic.test_bounces import FINAL, TEMPORARY

pytestmark = pytest.mark.django_db


def mail_to_client(payload_id):
    appointment_request = make_request(email=reports.WHO)
    return OutgoingEmail.objects.create(
        kind="booking/receipt", to=reports.WHO, subject="Hello", about=appointment_request.about,
        state="sent", sent_at=timezone.now(), provider_id=payload_id,
    )  # fmt: skip


def hear(provider, payload):
    (event,) = reports.read(provider, payload)
    mail = mail_to_client(event.message_id)
    reports.report(provider, payload)
    mail.refresh_from_db()
    return event, mail, AppointmentRequest.objects.get()


@pytest.mark.parametrize(("provider", "payload"), FINAL)
def test_fault_15_final_bounce_is_shown_at_the_desk(provider, payload):
    _, mail, appointment_request = hear(provider, payload)
    assert mail.problem == "bounced"
    assert appointment_request.mail_problem_at


@pytest.mark.parametrize(("provider", "payload"), TEMPORARY)
def test_fault_15_temporary_bounce_is_no_trouble(provider, payload):
    """Unless the provider says besides that it has refused the mail."""
    event, mail, appointment_request = hear(provider, payload)
    assert mail.problem == ("refused" if event.event_type == "rejected" else "")
    assert bool(appointment_request.mail_problem_at) == bool(mail.problem)
