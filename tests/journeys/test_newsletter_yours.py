"""Somebody looks at what we hold of them, corrects it, and has it erased."""

import pytest

from tests.journeys.test_subscriber import link_in, sign_up


@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
def test_subscriber_corrects_the_address_and_is_erased(visit, site, accessible, javascript):
    # Given a subscriber
    old, new = (f"{which}-{javascript}@example.org".lower() for which in ("old", "new"))
    page = visit(javascript=javascript)
    page.goto("/newsletter/")
    sign_up(page, old, "main")
    page.get_by_role("heading", name="Check your email").wait_for()
    page.goto(link_in(site.mail(old), "/newsletter/confirm/"))
    page.get_by_role("main").get_by_role("button", name="Yes").click()
    # When they ask what we hold, the link comes to their mailbox
    page.goto("/newsletter/yours/")
    page.get_by_role("main").get_by_label("Email address").fill(old)
    page.get_by_role("button", name="Send me the link").click()
    page.get_by_role("heading", name="Look in your inbox").wait_for()
    yours = link_in(site.mail(old, 2), "/newsletter/yours/")
    page.goto(yours)
    assert old in page.get_by_role("main").inner_text()
    if javascript:
        accessible(page)
    # And they correct the address, which is asked in the new mailbox
    page.get_by_text("Correct your address").click()
    page.get_by_label("Your new email address").fill(new)
    page.get_by_role("button", name="Send a mail to the new address").click()
    page.get_by_text("Look in the inbox of your new address.").wait_for()
    page.goto(link_in(site.mail(new), "/newsletter/confirm/"))
    page.get_by_role("main").get_by_role("button", name="Yes").click()
    page.get_by_text("You have successfully subscribed").wait_for()
    # Then the old one is off the list, and can be erased, which asks once
    page.goto(yours)
    page.get_by_text("You have left the list.").first.wait_for()
    page.get_by_role("button", name="Erase me").click()
    page.get_by_role("heading", name="Erase everything?").wait_for()
    page.get_by_role("button", name="Erase everything").click()
    page.get_by_role("heading", name="Everything is erased").wait_for()
    page.goto(yours)
    assert old not in page.inner_text("body")


@pytest.mark.both_databases
def test_owner_prints_the_proof_of_one_person(visit, site, log_in, accessible):
    # Given somebody who signed up
    email = "proof@example.org"
    page = visit()
    page.goto("/newsletter/")
    sign_up(page, email, "main")
    page.get_by_role("heading", name="Check your email").wait_for()
    site.mail(email)
    # When the owner finds them by the whole address
    desk = visit(width=1280)
    log_in(desk, "owner")
    desk.goto("/admin/newsletter/subscriber/")
    desk.get_by_label("Find by the whole address").fill(email)
    desk.get_by_role("button", name="Find").click()
    desk.get_by_role("link", name="Proof sheet").click()
    # Then the sheet holds the words, on one page of paper
    desk.get_by_role("heading", name="Proof of consent").wait_for()
    accessible(desk)
    paper = desk.pdf(prefer_css_page_size=True)
    assert paper.count(b"/Type /Page\n") == 1
    # And the other pages of the list can be used by everybody
    for path in ("import/", "never-write/"):
        desk.goto(f"/admin/newsletter/subscriber/{path}")
        accessible(desk)
    desk.goto("/admin/newsletter/consentwording/add/")
    accessible(desk)
