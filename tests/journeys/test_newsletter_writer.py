"""Somebody writes an issue: looks at it in every form, mends what the gate finds, tries it."""

from playwright.sync_api import expect

from tests.journeys import editing
from tests.journeys.served import text_of

WORDS = (
    "Ten minutes outside are enough to begin with. Leave the phone at home, and look at what "
    "is growing."
)
TITLE, SUBJECT = "A walk a day", "Ten quiet minutes"


def new_issue(page):
    """Pages, Earlier newsletters; then Add child page, behind the three dots."""
    page.goto("/cms/pages/")
    page.get_by_role("link", name="Earlier newsletters", exact=True).click()
    page.get_by_role("button", name="Actions").first.click()
    page.get_by_role("link", name="Add child page").click()


def write(page):
    editing.field(page, "title").fill(TITLE)
    editing.field(page, "subject").fill(SUBJECT)
    editing.field(page, "preheader").fill("And what to look for")
    editing.insert(page, "body", "Paragraph")
    editing.part(page, "body").get_by_role("textbox").fill(WORDS)
    editing.add_picture(page)


def alt_text(page):
    return editing.part(page, "body").get_by_role("textbox", name="Alt text")


def is_saving(asked):
    """Whether the form saves itself by this request."""
    return asked.method == "POST" and asked.url.endswith("/edit/")


def look(page, mode):
    """The preview beside the form in one of its forms."""
    shown = editing.preview(page, "mobile")
    page.locator("[data-side-panel=preview] select").select_option(mode)
    return shown


def test_writer_previews_mends_and_tests_an_issue(visit, site, log_in, accessible):
    # Given a new issue with a picture that says nothing yet
    page = visit(width=1280)
    log_in(page, "sender")
    new_issue(page)
    write(page)
    editing.saved(page)
    # Then the preview shows it in each of its forms
    for mode in ("web", "mail", "mail-dark", "mail-no-images"):
        expect(look(page, mode).get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    # And the gate finds what is missing
    with page.expect_response(lambda answer: is_saving(answer.request), timeout=30_000):
        alt_text(page).fill("")
    written = page.url
    page.goto("/admin/newsletter/campaign/send/")
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_text("Say in words what picture 1 shows")).to_be_visible()
    expect(page.get_by_text("Publish the issue first")).to_be_visible()
    accessible(page)
    # When they mend it and publish
    before = page.url
    page.goto(written)
    alt_text(page).fill(editing.ALT)
    editing.press(page, "Publish")
    page.goto(before)
    # Then nothing stands in the way, however one looks at it
    expect(page.get_by_text("No listed words found. You still decide.")).to_be_visible()
    expect(page.get_by_label("The mail as plain text")).to_contain_text(f"[Picture: {editing.ALT}]")
    for name in ("Mail in the dark", "Mail without images"):
        page.get_by_role("link", name=name).click()
        frame = page.frame_locator("iframe[title='The mail on a phone']")
        expect(frame.get_by_role("img", name=editing.ALT)).to_be_visible()
    # And a test arrives as subscribers would get it
    page.get_by_role("button", name="Send a test to myself").click()
    letter = site.mail("sender@example.org", subject=SUBJECT)
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"[Picture: {editing.ALT}]" in text_of(letter)
    # And its way out takes nobody off
    page.goto(letter["List-Unsubscribe"].strip().strip("<>"))
    page.get_by_role("main").get_by_role("button", name="Leave the list").click()
    page.get_by_role("heading", name="You have left the list").wait_for()
