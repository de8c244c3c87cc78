import pytest

from clinic.models import ClinicDetails
from newsletter.issue import compose
from newsletter.issue.compose import Content
from newsletter.preflight import Mail, sender
from tests.newsletter.factories import make_issue
from tests.newsletter.preflight.letters import make_mail, said

pytestmark = pytest.mark.django_db


def test_mail_of_an_issue_says_who_writes():
    mail = Mail(compose.compose(make_issue()))
    for check in (sender.check_sender, sender.check_postal_address, sender.check_unsubscribe_link):
        assert not said(check, mail)


def test_sender_needs_an_address(settings):
    settings.DEFAULT_FROM_EMAIL = "Somebody"
    assert "DEFAULT_FROM_EMAIL" in said(sender.check_sender, make_mail())


def test_sender_needs_a_name():
    make_issue()
    ClinicDetails.objects.update(name=" ")
    assert "practice's name" in said(sender.check_sender, make_mail())


def test_postal_address_must_be_known():
    ClinicDetails.load()
    ClinicDetails.objects.update(address="")
    assert "enter the practice's postal address" in said(sender.check_postal_address, make_mail())


def test_postal_address_must_stand_in_both_parts():
    content = compose.compose(make_issue())
    bare = Content(content.subject, content.text, content.html.replace("1 Example Street", ""))
    assert "missing in the mail" in said(sender.check_postal_address, Mail(bare))
    bare = Content(content.subject, content.text.replace("1 Example Street", ""), content.html)
    assert "missing in the mail" in said(sender.check_postal_address, Mail(bare))


@pytest.mark.parametrize("part", ["text", "html"])
def test_way_out_must_stand_in_both_parts(part):
    content = make_mail().content
    parts = {"text": content.text, "html": content.html}
    parts[part] = parts[part].replace(compose.UNSUBSCRIBE, "")
    assert said(sender.check_unsubscribe_link, Mail(Content("x", **parts)))
