import pytest
from django.core.management import call_command

from clinic.models import ClinicDetails
from newsletter import preflight
from newsletter.models import IssuePage, NewsletterPage, Subscriber

pytestmark = pytest.mark.django_db


def test_sample_twice_is_once(client):
    for _ in range(2):
        call_command("sample_newsletter", verbosity=0)
    assert NewsletterPage.objects.get().url == "/newsletter/"
    assert IssuePage.objects.get().url == "/newsletter/archive/when-you-lie-awake/"
    assert client.get("/newsletter/").status_code == 200
    assert client.get("/newsletter/archive/").status_code == 200


def test_sample_issue_is_unsent_and_ready(sample_site):
    ClinicDetails.objects.update(address="1 Example Street")
    call_command("sample_newsletter", verbosity=0)
    issue = IssuePage.objects.get()
    assert not issue.is_sent
    assert [found.text for found in preflight.findings(issue) if found.is_stop] == []


def test_sample_invents_nobody():
    call_command("sample_newsletter", verbosity=0)
    assert not Subscriber.objects.exists()
