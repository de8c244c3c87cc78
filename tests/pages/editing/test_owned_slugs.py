"""No page can take the URL of a route, and absolute URLs start with SITE_URL."""

import csv

import pytest
from django.core.management import call_command
from django.urls import get_resolver
from wagtail.models import Page, Site

from clinic.cms import own_site
from clinic.web import routes
from pages.models import ArticleIndexPage, StandardPage, TherapyIndexPage
from tests.pages import factories, staff

pytestmark = pytest.mark.django_db
SAYS = "nobody could read this page there"
#: What the first part of an address is, for every route that has one in plain letters.
FIRST = sorted(
    {
        part
        for pattern in get_resolver().url_patterns
        if (part := str(pattern.pattern).strip("^/").split("/")[0]).replace("-", "").isalnum()
    }
)


@pytest.fixture
def editor():
    call_command("roles", verbosity=0)
    return staff.logged_in("Editor")


def add(client, parent, slug, title="Some words"):
    address = f"/cms/pages/add/pages/standardpage/{parent.pk}/"
    return client.post(address, staff.form(slug=slug, title=title) | {"action-publish": "1"})


@pytest.mark.parametrize("slug", ["search", "admin", "cms", "healthz", "readyz"])
def test_fault_28_slug_that_a_route_owns_is_refused(editor, slug):
    answer = add(editor, factories.home(), slug).content.decode()
    assert f"The site itself answers at /{slug}/: {SAYS}" in answer
    assert not Page.objects.filter(slug=slug).exists()


@pytest.mark.parametrize("first", FIRST)
def test_fault_28_what_is_taken_is_what_the_resolver_says(editor, client, first):
    response = add(editor, factories.home(), first)
    made = Page.objects.filter(slug=first).exists()
    assert made is not routes.is_taken(f"/{first}/")
    assert (SAYS in response.content.decode()) is not made
    if made:
        assert "Some words" in client.get(f"/{first}/").content.decode()


@pytest.mark.parametrize("slug", ["new-client", "yours", "received", "new-link"])
def test_fault_28_slug_below_a_page_that_a_room_owns_is_refused(editor, slug):
    parent = factories.standard("Ask", slug="appointments")
    assert SAYS in add(editor, parent, slug).content.decode()
    assert add(editor, parent, "our-rooms").status_code == 302


@pytest.mark.parametrize("model", [ArticleIndexPage, TherapyIndexPage])
def test_fault_28_feed_below_a_list_is_no_page(model):
    parent = factories.make(factories.home(), model, "A list", slug="list")
    assert routes.taken_below(parent, "feed") == "/feed/"
    assert routes.taken_below(factories.home(), "feed") == ""


def test_fault_28_slug_made_from_a_title_is_no_route(editor):
    add(editor, factories.home(), "", title="Search")
    slugs = StandardPage.objects.values_list("slug", flat=True)
    assert [slug for slug in slugs if slug.startswith("search")] in (["search-2"], [])
    assert factories.standard("Admin").slug == "admin-2"


def test_fault_28_page_takes_the_pages_below_it_along(editor):
    parent = factories.standard("Ask", slug="ask")
    factories.make(parent, StandardPage, "Yours", slug="yours")
    address = f"/cms/pages/{parent.pk}/edit/"
    data = staff.form(slug="appointments") | {"action-publish": "1"}
    assert "answers at /appointments/yours/" in editor.post(address, data).content.decode()
    assert editor.post(address, data | {"slug": "ask-us"}).status_code == 302


def test_fault_28_page_that_stands_there_already_can_be_mended(editor):
    page = factories.standard("Fees", slug="fees")
    Page.objects.filter(pk=page.pk).update(slug="search", url_path="/home/search/")
    address = f"/cms/pages/{page.pk}/edit/"
    data = staff.form(slug="search") | {"action-publish": "1"}
    assert editor.post(address, data).status_code == 302
    assert editor.post(address, data | {"slug": "fees"}).status_code == 302


def test_fault_28_page_is_not_moved_or_copied_there(editor):
    page = factories.standard("Yours", slug="yours")
    parent = factories.standard("Ask", slug="appointments")
    editor.post(f"/cms/pages/{page.pk}/move/{parent.pk}/confirm/")
    bulk = f"/cms/bulk/wagtailcore/page/move/?id={page.pk}&next=/cms/"
    editor.post(bulk, {"chooser": parent.pk, "move_applicable": "on"})
    copy = {"new_title": "Yours", "new_slug": "yours", "new_parent_page": parent.pk}
    said = editor.post(f"/cms/pages/{page.pk}/copy/", copy, follow=True).content.decode()
    assert SAYS in said
    assert not parent.get_children().exists()


def test_fault_28_review_export_follows_site_url(settings):
    settings.SITE_URL = "https://practice.example:8443"
    editor = staff.logged_in("Editor")
    factories.standard("Fees", slug="fees")
    answer = editor.get("/cms/reports/review/", {"export": "csv"})
    lines = b"".join(answer.streaming_content).decode().splitlines()
    found = {row["Title"]: row["Address"] for row in csv.DictReader(lines)}
    assert found["Fees"] == "https://practice.example:8443/fees/"
    assert StandardPage.objects.get(slug="fees").full_url == found["Fees"]


@pytest.mark.parametrize(
    ("site_url", "host", "port"),
    [
        ("https://practice.example", "practice.example", 443),
        ("http://127.0.0.1:8123", "127.0.0.1", 8123),
        ("http://practice.example", "practice.example", 80),
    ],
)
def test_fault_28_wagtails_site_follows_site_url(settings, site_url, host, port):
    settings.SITE_URL = site_url
    assert [own_site.update_site() for _ in range(2)] == [1, 0]
    site = Site.objects.get(is_default_site=True)
    assert (site.hostname, site.port, site.root_url) == (host, port, site_url)
