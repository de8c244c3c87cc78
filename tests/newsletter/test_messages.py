"""Messages to one person each, without line breaks in headers and without tracking."""

import pytest
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage

from clinic.models import ClinicDetails
from newsletter.models import Campaign, Delivery, Subscriber
from tests.newsletter.fake_provider import (
    unsubscribe_path,
)
from tests.newsletter.senders import is_whole, people, send_all, states

pytestmark = pytest.mark.django_db


def test_way_out_works_after_the_campaign_is_gone(fake_provider, start, client):
    """Pitfall 8."""
    people(1)
    campaign = start()
    send_all()
    campaign.delete()
    client.post(unsubscribe_path(fake_provider.messages[0]))
    assert Subscriber.objects.get().state == "withdrawn"


def test_every_message_names_its_delivery_to_the_provider(fake_provider, start):
    people(2)
    start()
    send_all()
    named = {m["Metadata"]["delivery"] for m in fake_provider.messages}
    assert named == {str(pk) for pk in Delivery.objects.values_list("pk", flat=True)}


def test_fault_16_message_sent_singly_names_its_delivery_too(start, mailoutbox):
    people(1)
    start()
    send_all()
    assert mailoutbox[0].metadata == {"delivery": str(Delivery.objects.get().pk)}


def test_no_message_is_tracked(fake_provider, start):
    """Pitfall 22."""
    people(1)
    start()
    send_all()
    message = fake_provider.messages[0]
    assert message["TrackOpens"] is False
    assert message["TrackLinks"] == "None"
    assert "<img" not in message["HtmlBody"]


def test_line_break_that_reached_the_database_is_not_sent(fake_provider, start):
    """Pitfall 10."""
    people(1)
    campaign = start()
    Campaign.objects.update(subject="Hello\r\nBcc: all@example.org")
    send_all()
    campaign.refresh_from_db()
    assert fake_provider.calls == []
    assert campaign.state == "paused"
    assert states(campaign) == {"queued": 1}


def test_address_with_a_line_break_is_not_sent(fake_provider, start):
    """Pitfall 10."""
    people(1)
    start()
    Delivery.objects.update(email="a@example.org\nb@example.org")
    send_all()
    assert fake_provider.calls == []


def test_files_are_one_mail_for_each_person(mail_files, start):
    subscribers = people(3)
    campaign = start()
    send_all()
    mails = mail_files()
    assert sorted(m["To"] for m in mails) == sorted(s.email for s in subscribers)
    assert len({m["List-Unsubscribe"] for m in mails}) == 3
    assert all(m["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click" for m in mails)
    assert all(m.get_body(("plain",)) and m.get_body(("html",)) for m in mails)
    assert is_whole(campaign)


def test_files_show_nobody_anybody_else(mail_files, start):
    """Pitfall 11."""
    subscribers = people(3)
    start()
    send_all()
    for mail in mail_files():
        others = {s.email for s in subscribers} - {mail["To"]}
        assert not any(other in mail.as_string() for other in others)


def test_sender_is_the_practice_as_editors_name_it(fake_provider, start):
    people(1)
    ClinicDetails.objects.update(name="Harbour Psychology")
    start()
    send_all()
    assert fake_provider.messages[0]["From"] == "Harbour Psychology <hello@example.org>"


def test_frozen_words_are_sent_whatever_happens_to_the_page(fake_provider, start):
    people(1)
    campaign = start()
    issue = campaign.issue
    issue.subject = "Changed"
    issue.save()
    send_all()
    assert fake_provider.messages[0]["Subject"] == "A calm subject"


def test_subject_of_two_lines_is_refused_at_the_model(start):
    campaign = start()
    campaign.subject = "Hello\r\nBcc: all@example.org"
    with pytest.raises(ValidationError):
        campaign.full_clean()


HEADERS = {
    "subject": "Hello\r\nBcc: all@example.org",
    "sender": "Clinic\r\nBcc: all@example.org <a@example.org>",
}


@pytest.mark.parametrize("together", [True, False], ids=["batch", "single"])
@pytest.mark.parametrize("field", HEADERS)
def test_no_header_of_two_lines_reaches_a_provider(request, start, field, together):
    """Pitfall 10: whatever stands in the database."""
    source = request.getfixturevalue("fake_provider" if together else "mail_files")
    people(1)
    campaign = start()
    Campaign.objects.update(**{field: HEADERS[field]})
    send_all()
    assert not (source.calls if together else source())
    assert states(campaign) == {"queued": 1}


@pytest.mark.parametrize("together", [True, False], ids=["batch", "single"])
def test_no_way_out_of_two_lines_reaches_a_provider(request, start, settings, together):
    """Pitfall 10: List-Unsubscribe is made of the site's address."""
    source = request.getfixturevalue("fake_provider" if together else "mail_files")
    people(1)
    campaign = start()
    settings.SITE_URL = "https://example.org\r\nBcc: all@example.org"
    Campaign.objects.update(site_url=settings.SITE_URL)
    send_all()
    assert not (source.calls if together else source())
    assert states(campaign) == {"queued": 1}


def test_fault_21_message_id_names_the_site_and_no_machine(start, mailoutbox):
    people(1)
    start()
    send_all()
    assert mailoutbox[0].message()["Message-ID"].endswith("@testserver>")


def test_fault_21_any_mail_of_djangos_names_the_site():
    message = EmailMessage("Hello", "Hello", to=["a@example.org"]).message()
    assert message["Message-ID"].endswith("@testserver>")
