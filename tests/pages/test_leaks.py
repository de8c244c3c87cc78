"""A page that is not for readers shows nowhere: not its words, not its title, not its address."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page

from clinic import offerings
from pages import models, share_images
from tests.pages import factories

pytestmark = pytest.mark.django_db
#: A word that stands nowhere else.
SECRET = "Zitherword"
SEARCHES = ["zitherword", "zitherwrod", "zither", "therapy"]


def draft(page):
    page.unpublish()


def never_published(page):
    Page.objects.filter(pk=page.pk).update(live=False, first_published_at=None)


def scheduled(page):
    page.unpublish()
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.save_revision().publish()
    call_command("publish_scheduled")


def expired(page):
    """Past its last day, and the worker has not run."""
    page.expire_at = timezone.now() - timedelta(minutes=1)
    Page.objects.filter(pk=page.pk).update(expire_at=page.expire_at)


def restricted(page):
    page.view_restrictions.create(restriction_type="login")


def restricted_above(page):
    page.get_parent().view_restrictions.create(restriction_type="login")


def deleted(page):
    page.delete()


HIDDEN = [draft, never_published, scheduled, expired, restricted, deleted]


@pytest.fixture
def therapy():
    """A page with the word in its title, text and address, named by every kind of list."""
    condition_index = factories.make(factories.home(), models.ConditionIndexPage, "Conditions")
    condition = factories.make(condition_index, models.ConditionPage, "Grief")
    other = factories.therapy("Other Therapy")
    page = factories.therapy(SECRET, lead=f"{SECRET} in a therapy.", show_in_menus=True)
    page.treated_conditions.create(condition=condition)
    page.save_revision().publish()
    other.related_therapies.create(therapy=page)
    other.save()
    people = factories.make(factories.home(), models.ClinicianIndexPage, "Clinicians")
    person = factories.make(people, models.ClinicianPage, "Example Name")
    person.therapies.create(therapy=page)
    person.save()
    return page


def everywhere(client):
    """All that a reader gets: pages, lists, search, sitemap, forms, an address near it."""
    paths = ["/", "/therapies/", "/therapies/other-therapy/", "/conditions/", "/conditions/grief/"]
    paths += ["/clinicians/", "/clinicians/example-name/", "/sitemap.xml", "/zitherwor/"]
    paths += ["/appointments/new-client/", *(f"/search/?q={words}" for words in SEARCHES)]
    return {path: client.get(path) for path in paths}


def said(path, response):
    """The answer without what the reader typed."""
    text = response.content.decode().lower()
    return re.sub(r'value="[^"]*"|“[^”]*”', "", text) if "search" in path else text


def test_page_for_readers_is_said_everywhere(client, therapy):
    """Proves that the tests below look where a leak would show."""
    silent = [
        path for path, answer in everywhere(client).items() if "zitherw" not in said(path, answer)
    ]
    assert silent == ["/conditions/", "/clinicians/"]
    assert client.get(therapy.url).status_code == 200


@pytest.mark.parametrize("hide", HIDDEN, ids=lambda hide: hide.__name__)
def test_hidden_page_is_said_nowhere(client, therapy, hide):
    hide(therapy)
    for path, answer in everywhere(client).items():
        assert "zitherw" not in said(path, answer), path
    assert SECRET.lower() not in [offer.slug for offer in offerings.available("therapy")]


@pytest.mark.parametrize("hide", HIDDEN, ids=lambda hide: hide.__name__)
def test_hidden_page_has_no_address_and_no_picture(client, therapy, hide):
    picture = share_images.picture(therapy, "Mind Matters Psychology").path
    assert client.get(picture).status_code == 200
    address = therapy.url
    hide(therapy)
    answer = client.get(address)
    # A restricted page asks who you are, and says nothing else.
    assert answer.status_code in ((302,) if hide is restricted else (404,))
    assert "zitherw" not in answer.content.decode().lower()
    assert client.get(picture).status_code == 404


@pytest.mark.parametrize("chosen", [False, True], ids=["by itself", "chosen"])
@pytest.mark.parametrize("hide", HIDDEN, ids=lambda hide: hide.__name__)
def test_hidden_page_is_in_no_menu_and_behind_no_button(client, hide, chosen):
    page = factories.standard(SECRET, show_in_menus=True)
    if chosen:
        navigation = models.Navigation.load()
        navigation.header_links = [models.HeaderLink(page=page)]
        navigation.footer_links = [models.FooterLink(page=page, label=SECRET)]
        navigation.save()
    value = {"title": "Next", "text": "", "button": "Go on", "page": page.pk}
    other = factories.standard("Other", body=factories.stream(("call_to_action", value)))
    shown = client.get(other.url).text
    assert 'href="/zitherword/">Go on<' in shown
    assert shown.count("zitherword") > 2
    hide(page)
    for path in ["/", other.url, "/search/", "/appointments/new-client/"]:
        assert "zitherw" not in client.get(path).text.lower(), path


def test_page_below_a_restricted_one_is_said_nowhere(client, therapy):
    restricted_above(therapy)
    for path, answer in everywhere(client).items():
        assert "zitherw" not in said(path, answer), path


def test_changed_but_unpublished_words_are_said_nowhere(client, therapy):
    plain = factories.therapy("Plain Therapy")
    plain.title = "Dulcimerword"
    plain.lead = "Dulcimerword."
    plain.save_revision()
    for path in ["/", "/therapies/", plain.url, "/sitemap.xml", "/search/?q=dulcimer+plain"]:
        assert "dulcimerword" not in client.get(path).content.decode().lower(), path


def test_unpublished_page_above_is_not_named(client):
    above = factories.standard(SECRET, live=False)
    below = factories.make(above, models.StandardPage, "Fees")
    for path in [below.url, "/search/?q=fees"]:
        assert f">{SECRET}<" not in client.get(path).content.decode()
        assert f'"{SECRET}"' not in client.get(path).content.decode()


def test_alias_of_a_restricted_page_is_said_nowhere(client):
    source = factories.standard("Plain", lead=f"{SECRET} in a page.")
    alias = source.create_alias(parent=factories.therapies(), update_slug="zitherword")
    second = alias.create_alias(parent=factories.home(), update_slug="zitherword-again")
    assert client.get("/sitemap.xml").text.count("zitherword") == 2
    restricted(source)
    for path, answer in everywhere(client).items():
        assert "zitherw" not in said(path, answer), path
    assert {client.get(page.url).status_code for page in (source, alias, second)} == {302}


def test_page_below_an_alias_of_a_restricted_one_asks_who_you_are(client):
    source = factories.standard("Plain")
    alias = source.create_alias(parent=factories.therapies(), update_slug="alias")
    below = factories.make(alias, models.StandardPage, SECRET)
    assert client.get(below.url).status_code == 200
    restricted(source)
    assert client.get(below.url).status_code == 302
