"""A slip in Lifeline's number is asked about before anybody reads it, and put back."""

import re

from playwright.sync_api import expect

from tests.waiting import wait_for

DETAILS, SLIP = "/cms/settings/clinic/clinicdetails/", "13 11 41"


def reads(site, number):
    """Whether readers find this number on a page and in a form."""
    shown = (site.get(path)[1] for path in ("/conditions/depression/", "/appointments/new-client/"))
    return all(f'href="tel:{number.replace(" ", "")}"' in text for text in shown)


def save(page):
    with page.expect_navigation():
        page.get_by_role("button", name="Save").click()


def test_slip_is_asked_about_and_put_back(site, visit, log_in):
    page = visit(width=1280)
    log_in(page, "editor")
    page.goto(DETAILS)
    page.locator("#id_crisis_lines-1-phone").fill(SLIP)
    save(page)
    expect(page.get_by_role("heading", name=re.compile("Is this right"))).to_be_visible()
    expect(
        page.get_by_text(f"The reviewed list has 13 11 14 for Lifeline, not {SLIP}")
    ).to_be_visible()
    expect(page.locator("#id_crisis_lines-1-phone")).to_have_value(SLIP)
    assert reads(site, "13 11 14")

    page.get_by_label("I have compared each").check()
    save(page)
    wait_for(lambda: reads(site, SLIP), "readers to find the number", 20)
    site.mail("owner@example.org", subject="The crisis lines were changed")

    page.get_by_role("link", name="Earlier versions of the crisis lines").click()
    page.get_by_role("button", name="Put back").last.click()
    expect(
        page.get_by_text("Put back. Pages, forms and mails show these numbers now.")
    ).to_be_visible()
    wait_for(lambda: reads(site, "13 11 14"), "readers to find Lifeline again", 20)
