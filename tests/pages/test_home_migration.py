import pytest
from wagtail.models import Page, Site

from pages.models import HomePage

pytestmark = pytest.mark.django_db


def test_new_site_has_our_home_page_and_no_welcome_page():
    site = Site.objects.get(is_default_site=True)
    assert isinstance(site.root_page.specific, HomePage)
    assert not Page.objects.filter(title__startswith="Welcome").exists()
    assert Page.find_problems() == ([], [], [], [], [])


def test_home_page_of_an_empty_site_answers(client):
    response = client.get("/")
    assert response.status_code == 200
    assert b"Request an Appointment for" in response.content
