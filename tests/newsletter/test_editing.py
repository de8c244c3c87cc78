"""The editors' side: a Sender writes issues at /cms/, and sees them in all three forms."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from clinic.cms.editing.forms import HAVE_READ
from newsletter.models import IssuePage
from tests.newsletter.factories import make_archive, make_issue, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def sender(client):
    make_archive()
    call_command("roles", verbosity=0)
    user = make_user(is_staff=True)
    user.groups.add(Group.objects.get(name="Sender"))
    client.force_login(user)
    return client


def form(**changes):
    """What Wagtail's form sends for one paragraph."""
    block = {"body-0-type": "heading", "body-0-value": "Hello", "body-0-order": "0"}
    return (
        {"title": "A new issue", "slug": "a-new-issue", "subject": "Short", "preheader": ""}
        | {"lead": "", "seo_title": "", "search_description": "", "body-count": "1"}
        | {"body-0-deleted": "", "body-0-id": ""}
        | block
        | changes
    )


def test_sender_writes_and_publishes_an_issue(sender):
    archive = make_archive()
    path = f"/cms/pages/add/newsletter/issuepage/{archive.pk}/"
    assert sender.get(path).status_code == 200
    sender.post(path, form(**{"action-publish": "1"}))
    issue = IssuePage.objects.get()
    assert issue.live
    assert not issue.is_sent


def test_issue_is_read_by_the_rules_before_it_is_published(sender):
    path = f"/cms/pages/add/newsletter/issuepage/{make_archive().pk}/"
    doubtful = form(subject="First session free", **{"action-publish": "1"})
    answer = sender.post(path, doubtful).text
    assert "Read this before the page goes out" in answer
    assert "First session free" in answer
    assert not IssuePage.objects.exists()
    sender.post(path, doubtful | {HAVE_READ: "1"})
    assert IssuePage.objects.get().live


def test_issue_with_a_wrong_crisis_number_is_never_published(sender):
    path = f"/cms/pages/add/newsletter/issuepage/{make_archive().pk}/"
    wrong = form(lead="Call 13 11 41 for Lifeline.", **{"action-publish": "1", HAVE_READ: "1"})
    assert "Clinic details give 13 11 14 for Lifeline." in sender.post(path, wrong).text
    assert not IssuePage.objects.exists()


@pytest.mark.parametrize("mode", ["web", "mail", "text"])
def test_sender_previews_an_issue(sender, mode):
    path = f"/cms/pages/{make_issue().pk}/edit/preview/?mode={mode}"
    assert sender.post(path, form()).json()["is_valid"]
    response = sender.get(path)
    assert "Hello" in response.text
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]


def test_mail_preview_may_style_itself_and_run_nothing(sender):
    path = f"/cms/pages/{make_issue().pk}/edit/preview/?mode=mail"
    sender.post(path, form())
    policy = sender.get(path)["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


def test_subject_of_two_lines_is_refused_at_the_form(sender):
    """Pitfall 10."""
    archive = make_archive()
    path = f"/cms/pages/add/newsletter/issuepage/{archive.pk}/"
    sender.post(path, form(subject="Hi\r\nBcc: all@example.org", **{"action-publish": "1"}))
    assert not IssuePage.objects.filter(subject__contains="\n").exists()
