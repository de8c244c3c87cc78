import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from wagtail.models import Page

from newsletter.models import IssuePage
from newsletter.sending import campaigns
from tests.newsletter.factories import make_archive, make_issue, make_user

pytestmark = pytest.mark.django_db


def test_unsent_issue_is_not_on_the_web(client):
    issue = make_issue()
    assert client.get(issue.url).status_code == 404
    assert issue.title not in client.get(make_archive().url).text


def test_sent_issue_is_on_the_web_and_in_the_archive(client, start):
    campaign = start()
    response = client.get(campaign.issue.url)
    assert response.status_code == 200
    assert "<h2>A heading</h2>" in response.text
    assert campaign.title in client.get(make_archive().url).text


def test_unsent_issue_is_in_no_sitemap(client):
    issue = make_issue()
    assert issue.url not in client.get("/sitemap.xml").text


def test_sent_issue_is_in_the_sitemap(client, start):
    campaign = start()
    assert campaign.issue.url in client.get("/sitemap.xml").text


def test_unsent_issue_is_not_found_by_search(start):
    make_issue(title="Secret draft")
    start(make_issue(title="Known letter"))
    found = Page.objects.search("secret draft known letter", operator="or")
    titles = {page.title for page in found}
    assert titles == {"Known letter"}


@pytest.mark.parametrize("mode", ["web", "mail", "text"])
def test_unsent_issue_can_be_previewed(mode):
    issue = make_issue()
    response = issue.make_preview_request(RequestFactory().get("/"), mode)
    assert response.status_code == 200
    assert "Words with" in response.text


@pytest.mark.parametrize("field", ["title", "subject", "preheader"])
@pytest.mark.parametrize("character", ["\r\n", "\n", "\u2028"])
def test_line_break_in_a_header_is_refused(field, character):
    """Pitfall 10."""
    issue = make_issue()
    setattr(issue, field, f"Hello{character}Bcc: all@example.org")
    with pytest.raises(ValidationError) as caught:
        issue.full_clean()
    assert field in caught.value.message_dict


def test_sign_up_page_shows_two_forms_with_ids_of_their_own(client):
    make_archive()
    text = client.get("/newsletter/").text
    assert text.count('action="/newsletter/subscribe/"') == 2
    assert text.count('id="newsletter-page-email"') == 1
    assert text.count('id="newsletter-footer-email"') == 1
    assert "csrfmiddlewaretoken" not in text


def test_deleting_a_sent_issue_keeps_the_campaign(start):
    campaign = start()
    campaign.issue.delete()
    campaign.refresh_from_db()
    assert campaign.issue is None
    assert campaign.text


def test_start_of_a_second_campaign_is_refused(start):
    campaign = start()
    issue = IssuePage.objects.get(pk=campaign.issue_id)
    with pytest.raises(campaigns.AlreadySentError):
        campaigns.prepare(issue, by=make_user())
