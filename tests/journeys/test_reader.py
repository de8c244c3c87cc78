"""Somebody reads, at night, on a phone."""

import re

import pytest

from tests.journeys.conftest import COLOURS

IPT = "/therapies/interpersonal-psychotherapy/"
FORM = "/appointments/new-client/"
#: What stands in no sitemap. The form comes last, as it alone sets a cookie.
ALSO = ["/search/?q=grief", "/nowhere/", "/newsletter/archive/", FORM]


@pytest.fixture
def addresses(site):
    """Every live page of the sitemap, and what stands beside it."""
    found = re.findall(r"<loc>https?://[^/<]+([^<]*)</loc>", site.get("/sitemap.xml")[1])
    assert IPT in found
    return [*found, *ALSO]


def kind(address):
    """Alike for pages of one template: those at the same depth of the same section."""
    section, _, below = address.strip("/").partition("/")
    return section, bool(below)


def keeps_nothing(page):
    """Neither a cookie nor a token: what is read is the same for everybody."""
    assert "csrfmiddlewaretoken" not in page.content()
    assert page.context.cookies() == []


def test_every_page_is_calm_for_axe_fits_a_phone_and_keeps_nothing(visit, accessible, addresses):
    page, seen = visit(width=320), set()
    for address in addresses:
        page.goto(address)
        if address != FORM:
            keeps_nothing(page)
        if kind(address) in seen:
            accessible(page, without=COLOURS)
            continue
        seen.add(kind(address))
        accessible(page)
        # Only the colours change now, and what they show or hide.
        page.emulate_media(color_scheme="dark")
        accessible(page, only=COLOURS)
        page.emulate_media(color_scheme="light", forced_colors="active")
        accessible(page, only=COLOURS)
        page.emulate_media(forced_colors="none")


@pytest.mark.parametrize("address", ["/", "/therapies/", IPT, "/appointments/new-client/"])
def test_nothing_moves_while_a_page_loads(visit, address):
    page = visit(motion="no-preference")
    page.goto(address)
    shifted = page.evaluate(
        "new Promise(resolve => new PerformanceObserver(list => resolve("
        "list.getEntries().map(entry => entry.value)))"
        ".observe({ type: 'layout-shift', buffered: true }) || setTimeout(resolve, 500, []))"
    )
    assert shifted == []


@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
@pytest.mark.parametrize("width", [360, 1280])
def test_reader_finds_the_therapy_and_the_way_to_ask(visit, width, javascript):
    # Given somebody on the home page
    page = visit(width=width, javascript=javascript)
    page.goto("/")
    # When they follow the menu to the therapies and open one
    if width < 700:
        page.locator("summary", has_text="Menu").click()
    page.locator("nav:visible").get_by_role("link", name="Therapies").first.click()
    page.get_by_role("main").get_by_role("link", name="Interpersonal Psychotherapy").first.click()
    # Then they read the words of the practice
    assert page.get_by_role("heading", level=1).inner_text() == "Interpersonal Psychotherapy (IPT)"
    page.get_by_text("aims to relieve symptoms by improving our relationships").wait_for()
    # And help in a crisis is there before anything else
    assert page.locator("a[href='tel:000']").first.is_visible()
    # And the door to the form brings the therapy along
    page.get_by_role("link", name="New Client").click()
    assert page.locator("select[name=therapy]").input_value() == "interpersonal-psychotherapy"


def test_keyboard_alone_reaches_the_words_first(visit):
    page = visit(width=1280)
    page.goto(IPT)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").startswith("Skip to")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"


def test_text_at_twice_its_size_stays_on_the_page(visit):
    page = visit(width=640)
    page.goto(IPT)
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0


@pytest.mark.parametrize("width", [320, 360, 390])
def test_numbers_to_call_at_twice_their_size_stay_on_the_form(visit, width):
    page = visit(width=width)
    page.goto("/appointments/new-client/")
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    page.locator("[name=safe_now][value=no]").check()
    page.locator(".safety.is-urgent").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
