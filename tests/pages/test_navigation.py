import pytest
from django.template.loader import render_to_string

from clinic.models import ClinicDetails, CrisisLine
from pages.models import CrisisHelpPage, FooterLink, HeaderLink, Navigation
from tests.pages import factories
from tests.pages.reading import read

pytestmark = pytest.mark.django_db

#: Sources: each service's own website, read 2026-11.
CRISIS_LINKS = [
    ("Emergency", "tel:000"),
    ("Lifeline", "tel:131114"),
    ("Lifeline", "sms:0477131114"),
    ("Suicide Call Back Service", "tel:1300659467"),
    ("13YARN", "tel:139276"),
    ("Kids Helpline", "tel:1800551800"),
    ("1800RESPECT", "tel:1800737732"),
]
NUMBERS = ["000", "13 11 14", "0477 13 11 14", "1300 659 467", "13 92 76", "1800 55 1800"]


@pytest.mark.parametrize("url", ["/", "/search/", "/appointments/new-client/"])
def test_every_page_carries_all_crisis_lines(client, url):
    document = read(client.get(url), within="body")
    links = document.attributes("a", "href")
    for name, href in CRISIS_LINKS:
        assert href in links
        assert name in document.text
    for number in [*NUMBERS, "1800 737 732"]:
        assert number in document.text


def test_crisis_strip_comes_before_all_other_content(client):
    links = read(client.get("/")).attributes("a", "href")
    assert links[:4] == ["#main", "tel:000", "tel:131114", "#crisis"]


def test_more_crisis_lines_leads_to_the_page_for_a_crisis_if_there_is_one(client):
    page = factories.make(factories.home(), CrisisHelpPage, "Help now", slug="crisis-help")
    assert "/crisis-help/" in read(client.get("/")).attributes("a", "href")[:4]
    page.unpublish()
    assert "#crisis" in read(client.get("/")).attributes("a", "href")[:4]


def test_crisis_lines_are_what_the_practice_wrote(client):
    CrisisLine.objects.filter(name="Lifeline").update(phone="13 99 99")
    assert "tel:139999" in read(client.get("/")).attributes("a", "href")


def test_crisis_lines_are_never_empty(client):
    CrisisLine.objects.all().delete()
    links = read(client.get("/")).attributes("a", "href")
    assert {href for _, href in CRISIS_LINKS} <= set(links)


def test_menu_names_live_pages_marked_for_it(client):
    shown = factories.standard("Fees", show_in_menus=True)
    factories.standard("Draft", show_in_menus=True, live=False)
    factories.standard("Aside")
    text = client.get("/").content.decode()
    assert f'<a href="{shown.url}">Fees</a>' in text
    assert "Draft" not in text
    assert "Aside" not in text


def test_menu_says_where_the_reader_is(client):
    page = factories.standard("Fees", show_in_menus=True)
    assert 'aria-current="page">Fees</a>' in client.get(page.url).content.decode()


def test_footer_links_to_privacy_and_accessibility(client, sample_site):
    links = read(client.get("/search/")).attributes("a", "href")
    assert {"/privacy/", "/accessibility/", "/search/"} <= set(links)


def test_footer_says_when_and_how_to_reach_the_practice(client):
    ClinicDetails.objects.update(phone="02 5550 0123")
    text = read(client.get("/"), within="footer").text
    assert "02 5550 0123" in text
    assert "Open Monday to Friday, 9 am to 5 pm." in text
    assert f"We answer within {ClinicDetails.current().answers_within}." in text


def test_breadcrumbs_lead_back_up(client):
    page = factories.therapy("Walking Therapy")
    text = client.get(page.url).content.decode()
    trail = text[text.index('class="breadcrumbs') : text.index("<main")]
    assert '<a href="/">Home</a>' in trail
    assert '<a href="/therapies/">Therapies</a>' in trail


def test_base_works_without_request_and_page():
    assert "Make an Appointment" in render_to_string("base.html", {"clinic": ClinicDetails()})


def choose(place, *links):
    """As the form at /cms/ does."""
    for number, link in enumerate(links):
        link.sort_order = number
    navigation = Navigation.load()
    setattr(navigation, place, links)
    navigation.save()


def test_header_shows_the_pages_editors_chose_in_their_order_and_words(client):
    fees, visit = factories.standard("Fees and rebates"), factories.standard("First visit")
    factories.standard("In menus", show_in_menus=True)
    choose("header_links", HeaderLink(page=visit), HeaderLink(page=fees, label="Fees"))
    menu = read(client.get("/"), within="header").text
    assert menu.index("First visit") < menu.index("Fees")
    assert "In menus" not in menu
    assert "rebates" not in menu


def test_footer_shows_the_pages_editors_chose(client):
    factories.standard("Privacy", slug="privacy")
    terms = factories.standard("Terms")
    choose("footer_links", FooterLink(page=terms))
    links = read(client.get("/search/"), within="footer").attributes("a", "href")
    assert terms.url in links
    assert "/privacy/" not in links


def test_chosen_page_that_is_not_for_readers_is_left_out(client):
    draft = factories.standard("Secret draft", live=False)
    terms = factories.standard("Terms")
    choose("header_links", HeaderLink(page=draft), HeaderLink(page=terms))
    choose("footer_links", FooterLink(page=draft))
    text = read(client.get("/"), within="body").text
    assert "Secret draft" not in text
    assert "Terms" in text


def test_footer_names_help_and_contact_while_nobody_chose(client):
    for slug in ("privacy", "accessibility", "contact", "crisis-help", "other"):
        factories.standard(slug, slug=slug)
    links = read(client.get("/"), within="footer").attributes("a", "href")
    assert {"/privacy/", "/accessibility/", "/contact/", "/crisis-help/"} <= set(links)
    assert "/other/" not in links


def test_link_to_the_home_page_is_current_only_there(client):
    page = factories.standard("Fees")
    choose("header_links", HeaderLink(page=factories.home()), HeaderLink(page=page))
    assert 'aria-current="page">Home</a>' in client.get("/").content.decode()
    assert 'aria-current="true">Home</a>' not in client.get(page.url).content.decode()
