"""Somebody comes back to what they asked, by the link in their mail."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.served import text_of
from tests.journeys.test_client import fill_new_client, fill_shared, send_and_read_reference

LINK = re.compile(r"https?://\S+(/appointments/r/\S+)")


def unfold(page, words):
    page.locator("summary", has_text=words).click()


def press(page, button):
    page.get_by_role("main").get_by_role("button", name=button).click()


@pytest.mark.both_databases
@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
def test_client_corrects_adds_and_withdraws(visit, site, accessible, javascript):
    # Given somebody who typed a wrong address
    right = f"right-{javascript}@example.org".lower()
    page = visit(width=360, javascript=javascript)
    page.goto("/appointments/new-client/?therapy=interpersonal-psychotherapy")
    fill_shared(page, f"wrong-{javascript}@example.org".lower())
    fill_new_client(page)
    expect(page.locator("[name=therapy]")).to_have_value("interpersonal-psychotherapy")
    reference = send_and_read_reference(page)
    # When they correct it on the receipt
    unfold(page, "It is wrong")
    page.get_by_role("main").get_by_label("New email address").fill(right)
    press(page, "Correct it")
    expect(page.get_by_text("We have corrected it.")).to_be_visible()
    # Then a link comes to the right one, and opens without its token in the address
    mail = site.mail(right)
    other = visit(width=360, javascript=javascript)
    other.goto(LINK.search(text_of(mail))[1])
    expect(other).to_have_url(re.compile("/appointments/yours/$"))
    expect(other.get_by_text(reference)).to_be_visible()
    # And a mistake says what to do, and nothing is lost
    unfold(other, "Add a word")
    if javascript:
        accessible(other)
    press(other, "Send it to reception")
    expect(
        other.get_by_role("main").get_by_text("Write what we should know.").first
    ).to_be_visible()
    if javascript:
        accessible(other)
    other.get_by_label("What should we know?").fill("Monday is fine too")
    press(other, "Send it to reception")
    expect(other.get_by_text("We have it.")).to_be_visible()
    # And withdrawing with erasing leaves nothing behind the link
    unfold(other, "Withdraw your request")
    other.get_by_label("Also erase everything").check()
    press(other, "Withdraw my request")
    expect(other.get_by_text("Nothing has happened yet")).to_be_visible()
    if javascript:
        accessible(other)
    press(other, "Erase everything now")
    expect(other.get_by_text("everything you wrote is erased")).to_be_visible()
    page.goto("/appointments/yours/")
    expect(page.get_by_text("This link does not open anything")).to_be_visible()


def test_client_by_keyboard_gets_a_new_link(visit, site, accessible):
    page = visit()
    page.goto("/appointments/new-client/")
    fill_shared(page, "lost@example.org")
    fill_new_client(page)
    reference = send_and_read_reference(page)
    page.goto("/appointments/new-link/")
    accessible(page)
    field = page.get_by_role("main").get_by_label("Email address")
    field.focus()
    page.keyboard.type("lost@example.org")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Look in your inbox")).to_be_visible()
    accessible(page)
    mail = site.mail("lost@example.org", 2)
    assert reference in text_of(mail)
    page.goto(LINK.search(text_of(mail))[1])
    page.locator("summary", has_text="Correct your email").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("main").get_by_label("New email address")).to_be_focused()
