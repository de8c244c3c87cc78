"""Somebody wants the newsletter, gets it, and leaves."""

import re
import urllib.request

import pytest

from tests.journeys.served import text_of
from tests.waiting import wait_for

IPT = "/therapies/interpersonal-psychotherapy/"
SUCCESS = "You have successfully subscribed to the newsletter"
FAILURE = "There was an error while trying to send your request. Please try again."
WORDING = (
    "Mind Matters Psychology will use the information you provide on this form "
    "to be in touch with you and to provide updates and marketing."
)


def link_in(message, path):
    return re.search(rf"http://\S+{path}\S+", text_of(message))[0]


def sign_up(page, email, placement):
    """`placement`: the form in the body ("main") or in the footer ("contentinfo")."""
    part = page.get_by_role(placement)
    part.get_by_label("Email").fill(email)
    part.get_by_role("button", name="Sign up by email").click()


@pytest.mark.parametrize("placement", ["main", "contentinfo"])
@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
def test_reader_subscribes_and_confirms(visit, site, placement, javascript):
    # Given a therapy page, with the words beside the form
    email = f"reader-{placement}-{javascript}@example.org".lower()
    page = visit(javascript=javascript)
    page.goto(IPT)
    assert WORDING in page.get_by_role(placement).inner_text()
    # When they sign up
    sign_up(page, email, placement)
    # Then they are told to look at their mail, and nothing more
    page.get_by_role("heading", name="Check your email").wait_for()
    assert javascript == page.url.endswith(IPT)
    assert SUCCESS not in page.inner_text("body")
    # And the link in the mail changes nothing until the button is pressed
    link = link_in(site.mail(email), "/newsletter/confirm/")
    page = visit()
    page.goto(link)
    assert SUCCESS not in page.inner_text("body")
    page.get_by_role("main").get_by_role("button", name="Yes").click()
    page.get_by_text(SUCCESS).wait_for()


@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
def test_bad_address_gets_words_of_its_own_and_stays(visit, accessible, javascript):
    page = visit(javascript=javascript)
    page.goto("/")
    sign_up(page, "no address", "contentinfo")
    page.locator("[aria-invalid=true]").first.wait_for()
    assert page.locator("[aria-invalid=true]").first.input_value() == "no address"
    assert FAILURE not in page.inner_text("body")
    if javascript:
        accessible(page)


@pytest.mark.parametrize("fault", ["network", 429, 500, 503])
def test_failed_sending_says_so_in_the_words_of_the_practice(visit, fault):
    page = visit()
    page.goto("/")
    if fault == "network":
        page.route("**/newsletter/subscribe/", lambda route: route.abort())
    else:
        page.route("**/newsletter/subscribe/", lambda route: route.fulfill(status=fault))
    sign_up(page, "failing@example.org", "contentinfo")
    page.get_by_text(FAILURE).wait_for()
    assert page.get_by_role("contentinfo").get_by_label("Email").input_value() == (
        "failing@example.org"
    )


@pytest.mark.both_databases
def test_sender_sends_an_issue_and_a_reader_leaves(visit, site, log_in, accessible):
    # Given one more subscriber
    email = "leaver@example.org"
    page = visit()
    page.goto("/newsletter/")
    sign_up(page, email, "main")
    page.get_by_role("heading", name="Check your email").wait_for()
    page.goto(link_in(site.mail(email), "/newsletter/confirm/"))
    accessible(page)
    page.get_by_role("main").get_by_role("button", name="Yes").click()
    page.get_by_text(SUCCESS).wait_for()
    accessible(page)
    # And the sample issue, which nobody can read yet
    issue = "/newsletter/archive/when-you-lie-awake/"
    assert site.get(issue)[0] == 404
    # When the sender sends it
    desk = visit(width=1280)
    log_in(desk, "sender")
    desk.goto("/admin/newsletter/campaign/send/")
    with desk.expect_navigation():
        desk.get_by_role("link", name="When you lie awake").click()
    accessible(desk)
    desk.get_by_role("button", name=re.compile(r"Prepare for \d+ (person|people)")).click()
    desk.get_by_text("A colleague who may send").wait_for()
    accessible(desk)
    # And the owner releases what the sender prepared
    prepared = desk.url
    desk = visit(width=1280)
    log_in(desk, "owner")
    desk.goto(prepared)
    accessible(desk)
    desk.get_by_role("button", name="Release to everybody").click()
    # Then it arrives, shows nobody else, and can be left by one press of a mail program
    letter = site.mail(email, 2)
    assert letter["To"] == email
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for path in (issue, "/newsletter/archive/"):
        page.goto(path)
        accessible(page)
    one_click = letter["List-Unsubscribe"].strip().strip("<>")
    assert site.get(one_click.removeprefix(site.url))[0] == 200
    request = urllib.request.Request(one_click, data=b"List-Unsubscribe=One-Click", method="POST")
    assert urllib.request.urlopen(request, timeout=10).status == 200
    # And the campaign's numbers add up
    wait_for(lambda: desk.reload() and "Finished" in desk.inner_text("main"), "the campaign to end")
    accessible(desk)
    # And the link in the mail still answers, kindly
    page.goto(link_in(letter, "/newsletter/unsubscribe/"))
    page.get_by_role("main").get_by_role("button", name="Leave the list").click()
    page.get_by_role("heading", name="You have left the list").wait_for()
    accessible(page)
