import pytest

from pages.models import (
    AppointmentsPage,
    HomePage,
    StandardPage,
    TherapyIndexPage,
    TherapyPage,
)
from tests.pages import factories
from tests.pages.reading import read

pytestmark = pytest.mark.django_db


def test_home_page_lists_live_therapies_in_tree_order(client):
    factories.therapy("Second by alphabet")
    factories.therapy("A third")
    factories.therapy("Not yet", live=False)
    titles = [page.title for page in factories.home().therapies()]
    assert titles == ["Second by alphabet", "A third"]


def test_page_types_stand_only_where_they_belong():
    assert TherapyPage.allowed_parent_page_models() == [TherapyIndexPage]
    assert AppointmentsPage.allowed_parent_page_models() == [HomePage]
    assert set(StandardPage.allowed_parent_page_models()) == {HomePage, StandardPage}
    assert TherapyPage.allowed_subpage_models() == []


def test_therapy_page_shows_its_parts_in_fixed_order(client):
    page = factories.therapy(
        areas_heading="What we look at",
        areas=factories.stream(("area", {"lead": "Pace", "text": "Slow is fine."})),
        conditions_intro="Used with people who feel:",
        conditions=factories.stream(("condition", "Low"), ("condition", "Worried")),
        body=factories.stream(("heading", "How long?"), ("paragraph", "<p>As needed.</p>")),
        sources=factories.stream(("source", {"text": "A book (2020).", "url": ""})),
    )
    text = read(client.get(page.url), within="main").text
    order = ["What we look at", "Pace:", "Used with", "Worried", "How long?", "A book (2020)."]
    assert [text.index(part) for part in order] == sorted(text.index(part) for part in order)


def test_therapy_page_names_its_parts_for_the_list_on_this_page(client):
    page = factories.therapy(
        areas_heading="What we look at",
        areas=factories.stream(("area", {"lead": "Pace", "text": "Slow is fine."})),
        body=factories.stream(("heading", "How long?"), ("heading", "What it costs")),
    )
    document = read(client.get(page.url))
    ids = {attrs["id"] for _, attrs in document.tags if "id" in attrs}
    assert [section.title for section in page.sections()][1:] == ["How long?", "What it costs"]
    assert {section.anchor for section in page.sections()} <= ids


def test_therapy_page_links_to_its_siblings(client):
    page = factories.therapy()
    other = factories.therapy("Talking Therapy")
    hidden = factories.therapy("Hidden Therapy", live=False)
    links = read(client.get(page.url)).attributes("a", "href")
    assert other.url in links
    assert hidden.url not in links


def test_reviewed_day_is_shown(client):
    page = factories.standard(reviewed_on="2026-11-23")
    assert "Last reviewed 23 November 2026" in read(client.get(page.url)).text


def test_unpublished_page_is_never_served(client):
    page = factories.standard("Secret draft", slug="draft", live=False)
    for url in (page.get_url(), "/draft/", "/search/?q=secret", "/sitemap.xml", "/"):
        response = client.get(url)
        assert b"Secret draft" not in response.content
    assert client.get("/draft/").status_code == 404


def test_expired_page_is_never_served(client):
    page = factories.standard(slug="old")
    page.unpublish()
    assert client.get("/old/").status_code == 404


def test_private_page_is_on_no_list(client):
    page = factories.therapy("Private Therapy")
    other = factories.therapy("Open Therapy")
    page.view_restrictions.create(restriction_type="login")
    for url in ("/", "/therapies/", other.url):
        assert b"Private Therapy" not in client.get(url).content


def test_only_one_appointments_page_can_be_made():
    factories.appointments()
    assert not AppointmentsPage.can_create_at(factories.home())


def test_sections_cut_free_text_at_headings():
    page = factories.standard(
        body=factories.stream(
            ("paragraph", "<p>Before.</p>"),
            ("heading", "One"),
            ("paragraph", "<p>After.</p>"),
            ("heading", "Two"),
        )
    )
    cut = [(section.heading, len(section.blocks)) for section in page.body_sections()]
    assert cut == [("", 1), ("One", 1), ("Two", 0)]
