"""Limits for receipts and notices when many requests come at once."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from booking.client_page import actions as client_actions
from booking.client_page import new_links
from booking.intake import mail_limits
from booking.models import AppointmentRequest, LinkWanted
from clinic.models import OutgoingEmail
from tests.booking.factories import make_request

pytestmark = pytest.mark.django_db
VICTIM = "victim@example.org"


def mails(kind, to):
    return OutgoingEmail.objects.filter(kind=f"booking/{kind}", to__iexact=to)


@pytest.mark.parametrize(
    "spellings",
    [[VICTIM], ["Victim@Example.org", VICTIM], [f"victim+{n}@example.org" for n in range(12)]],
)
def test_fault_19_twelve_requests_are_five_receipts(spellings):
    for number in range(12):
        make_request(email=spellings[number % len(spellings)])
    assert (
        OutgoingEmail.objects.filter(kind="booking/receipt").count()
        == mail_limits.RECEIPTS_PER_ADDRESS
    )
    assert AppointmentRequest.objects.count() == 12


def test_fault_19_links_of_the_others_come_in_one_mail_later(outbox_sent):
    appointment_request = [make_request(email=VICTIM) for _ in range(8)]
    assert new_links.send_links() == 0
    with time_machine.travel(timezone.now() + mail_limits.RECEIPT_PERIOD + timedelta(minutes=1)):
        assert new_links.send_links() == 1
    (mail,) = mails("links", VICTIM)
    assert all(each.reference in mail.text for each in appointment_request)
    assert not LinkWanted.objects.exists()


def test_fault_19_one_mailbox_gets_few_mails_with_links_whatever_stands_after_its_plus(
    outbox_sent,
):
    for number in range(20):
        make_request(email=f"victim+{number}@example.org")
    with time_machine.travel(timezone.now() + mail_limits.RECEIPT_PERIOD + timedelta(minutes=1)):
        while new_links.send_links():
            pass
    assert OutgoingEmail.objects.filter(kind="booking/links").count() <= new_links.LINKS_PER_HOUR
    assert not LinkWanted.objects.exists()


def test_fault_19_corrections_count_for_the_address_they_are_made_to():
    for number in range(8):
        link = make_request(email=f"attacker{number}@example.org").links.get()
        client_actions.correct(link, {"email": VICTIM})
    assert mails("receipt", VICTIM).count() == mail_limits.RECEIPTS_PER_ADDRESS


def test_fault_19_other_addresses_get_their_receipts():
    for _ in range(12):
        make_request(email=VICTIM)
    make_request(email="somebody@example.org")
    assert mails("receipt", "somebody@example.org").count() == 1


def test_fault_19_notices_of_a_flood_are_grouped(settings):
    for number in range(30):
        make_request(email=f"person{number}@example.org")
    assert mails("notice", settings.RECEPTION_EMAIL).count() == mail_limits.NOTICES_PER_ADDRESS
    (one_for_all,) = mails("notices", settings.RECEPTION_EMAIL)
    assert "/admin/" in one_for_all.text
    assert one_for_all.due_at > timezone.now()


def test_fault_19_notices_of_danger_are_grouped_for_a_minute_at_most(settings):
    settings.DUTY_EMAIL = "duty@example.org"
    for number in range(20):
        make_request(email=f"calm{number}@example.org")
    for number in range(20):
        make_request(email=f"person{number}@example.org", safe_now="no")
    for address in ("duty@example.org", settings.RECEPTION_EMAIL):
        waits = mails("notices", address).order_by("-priority").first()
        assert waits.due_at <= timezone.now() + timedelta(minutes=1)
        assert "Please read now" in waits.subject
        assert waits.priority > 0


def test_fault_19_after_the_flood_notices_are_single_again(settings):
    for number in range(12):
        make_request(email=f"person{number}@example.org")
    with time_machine.travel(timezone.now() + mail_limits.NOTICE_PERIOD):
        appointment_request = make_request(email="later@example.org")
    assert (
        mails("notice", settings.RECEPTION_EMAIL).filter(about=appointment_request.about).exists()
    )
