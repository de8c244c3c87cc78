"""The steps of docs/for-editors.md, as an editor's hands do them."""

import io
import os
import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from PIL import Image
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as TooLate

from tests.waiting import wait_for

#: Milliseconds since the page was loaded; -1 until then.
OPEN_FOR = """(() => { const end = performance.getEntriesByType("navigation")[0].loadEventEnd;
    return end ? performance.now() - end : -1 })()"""
ALT = "A path between trees, wide enough for two"
# Wagtail's screens are heavy; a busy machine takes its time with each.
expect.set_options(timeout=20_000)

SYDNEY = ZoneInfo("Australia/Sydney")


def picture() -> dict[str, Any]:
    """A photograph as a phone names it; no two are the same, or Wagtail would ask.

    A small one: each of its widths is encoded three times.
    """
    file = io.BytesIO()
    Image.frombytes("RGB", (2, 1), os.urandom(6)).resize((480, 300)).save(file, "JPEG")
    return {"name": "IMG_1234.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def new_therapy(page: Page) -> None:
    """Pages, Home, Therapies; then Add child page, behind the three dots."""
    page.goto("/cms/")
    page.get_by_role("link", name=re.compile(r"^\d+ Pages")).click()
    page.get_by_role("link", name="Therapies", exact=True).first.click()
    page.get_by_role("button", name="Actions").first.click()
    page.get_by_role("link", name="Add child page").click()


def field(page: Page, name: str) -> Any:
    return page.locator(f"#id_{name}")


def part(page: Page, name: str) -> Any:
    return page.locator(f"[data-contentpath={name}]").first


def insert(page: Page, name: str, block: str = "") -> None:
    """The plus sign of a part, and if there is a choice, the block."""
    plus = part(page, name).get_by_role("button", name="Insert a block").last
    if block:
        choose(page, plus, block)
    else:
        plus.click()


def choose(page: Page, plus: Any, block: str) -> None:
    """A block from the list that `plus` opens; again if either was not ready yet."""
    option = page.get_by_role("option", name=block, exact=True)
    for tries_left in (2, 1, 0):
        try:
            if not option.is_visible():
                plus.click()
            option.click(timeout=10_000)
            expect(option).to_have_count(0, timeout=5_000)
        except (AssertionError, TooLate):
            if not tries_left:
                raise
        else:
            return


def write(page: Page) -> None:
    field(page, "title").fill("Walking therapy")
    field(page, "lead").fill("We talk while we walk. It can be easier than to sit and look.")
    insert(page, "questions")
    questions = part(page, "questions")
    question = questions.get_by_role("textbox", name="Question")
    # The new block takes the focus when it has unfolded, and a list opened before closes.
    expect(question).to_be_focused()
    question.fill("Where do we walk?")
    answer = questions.locator("[data-contentpath=answer]")
    choose(page, answer.get_by_role("button", name="Insert a block"), "Paragraph")
    answer.get_by_role("textbox").fill("In the park behind the practice.")


def add_picture(page: Page) -> None:
    insert(page, "body", "Image")
    body = part(page, "body")
    body.get_by_role("button", name="Choose an image").click()
    page.get_by_role("tab", name="Upload").click()
    upload = page.get_by_role("tabpanel", name="Upload")
    upload.get_by_label("File").set_input_files(picture())
    upload.get_by_role("textbox", name="Title").fill("Path between trees")
    upload.get_by_role("button", name="Upload").click()
    expect(page.locator(".modal")).to_have_count(0)
    body.get_by_role("textbox", name="Alt text").fill(ALT)


def add_call_to_action(page: Page) -> None:
    insert(page, "call_to_action")
    panel = part(page, "call_to_action")
    panel.get_by_role("textbox", name="Title").fill("Walk with us")
    panel.get_by_role("textbox", name="Button").fill("Ask for a first walk")


def add_source(page: Page) -> None:
    insert(page, "sources")
    part(page, "sources").get_by_role("textbox", name="Text").fill(
        "Example, A. (2020). Walking and talking."
    )
    field(page, "reviewed_on").fill("2025-11-23")
    field(page, "review_by").fill("2027-11-23")


def change_lead(page: Page, words: str) -> None:
    """Type, and see it saved, as somebody does who does not race the page.

    Wagtail notes how the form was two seconds after it opened: earlier words save nothing.
    """
    wait_for(lambda: page.evaluate(OPEN_FOR) > 3000, "the form to settle")
    field(page, "lead").fill(words)
    saved(page)


def saved(page: Page) -> None:
    expect(page.locator("#w-autosave-indicator").get_by_text("Saved", exact=True)).to_be_visible(
        timeout=20_000
    )


def press(page: Page, button: str) -> None:
    """A button behind the small arrow beside “Save draft”; again if it was not ready yet.

    On a slow machine Wagtail may not know how its own last save ended, and asks whether to
    go on.
    """
    footer = page.locator("footer")
    wanted = footer.get_by_role("button", name=button)
    # Wagtail writes the name of the pressed button on it.
    go_on = page.locator("#w-save-confirmation-dialog [data-w-dialog-target=confirm]")
    for tries_left in (2, 1, 0):
        if not (wanted.is_visible() or go_on.is_visible()):
            footer.get_by_role("button", name="More actions").click()
        try:
            with page.expect_navigation(timeout=10_000):
                (go_on if go_on.is_visible() else wanted).click(timeout=10_000)
        except TooLate:
            if not tries_left:
                raise
        else:
            return


def schedule(page: Page, hours: int) -> None:
    moment = datetime.now(SYDNEY) + timedelta(hours=hours)
    page.get_by_role("button", name="Toggle status").click()
    page.get_by_role("button", name="Set schedule").click()
    field(page, "go_live_at").fill(f"{moment:%Y-%m-%d %H:%M}")
    calendar = page.locator(".xdsoft_datetimepicker").filter(visible=True)
    expect(calendar).to_have_count(1)
    page.get_by_role("heading", name="Set publishing schedule").click()
    expect(calendar).to_have_count(0)
    with page.expect_navigation():
        page.get_by_role("button", name="Save schedule").click()


def change_slug(page: Page, slug: str) -> None:
    page.get_by_role("tab", name="Promote").click()
    field(page, "slug").fill(slug)


def preview(page: Page, size: str) -> Any:
    """The page in the preview beside the form, as wide as the device."""
    panel = page.locator("[data-side-panel=preview]")
    if not panel.is_visible():
        page.get_by_role("button", name="Toggle preview").click()
    panel.get_by_label(f"Preview in {size} size").check(force=True)
    return panel.frame_locator("iframe:not(.w-preview__proxy)")  # while it loads there are two


def open_page(page: Page, title: str) -> None:
    """The list of pages, then the page."""
    page.goto("/cms/pages/")
    page.get_by_role("link", name=title, exact=True).first.click()


def open_therapy(page: Page) -> None:
    """The list of pages, the arrow beside Therapies, then the page."""
    page.goto("/cms/pages/")
    page.get_by_role("link", name="Explore child pages of 'Therapies'").click()
    page.get_by_role("link", name="Walking therapy", exact=True).click()
