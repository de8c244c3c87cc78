"""What an editor types for a day is that day when the calendar has closed, and after saving."""

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys import editing

#: A day to come; how people write the fifth of December.
COMING = "1/2/2099"
WAYS = ("5/12/2026", "5.12.2026", "5 December 2026", "2026-12-05")


@pytest.fixture
def editor(visit, log_in):
    page = visit(width=1280)
    log_in(page, "editor")
    return page


def type_into(field, words):
    """Key by key, with the calendar open, then on to the next field."""
    field.click()
    field.fill("")
    field.press_sequentially(words)
    field.press("Tab")
    expect(field).to_have_value(words)


def go_live(page, typed):
    page.get_by_role("button", name="Toggle status").click()
    page.get_by_role("button", name=re.compile("(Set|Edit) schedule")).click()
    type_into(editing.field(page, "go_live_at"), typed)
    # The next field has opened its own calendar.
    calendar = page.locator(".xdsoft_datetimepicker").filter(visible=True)
    expect(calendar).to_have_count(1)
    page.get_by_role("heading", name="Set publishing schedule").click()
    expect(calendar).to_have_count(0)
    with page.expect_navigation():
        page.get_by_role("button", name="Save schedule").click()


def test_last_reviewed_stays_the_day_that_was_typed_and_is_never_today(editor):
    editing.open_page(editor, "Accessibility")
    field = editing.field(editor, "reviewed_on")
    type_into(field, "12/31/2026")
    editor.locator("footer").get_by_role("button", name="Save draft").click()
    expect(editor.get_by_text("Write the day first: 31/12/2026.").first).to_be_visible()
    expect(field).to_have_value("12/31/2026")
    for typed in (*WAYS, COMING):
        type_into(field, typed)
    editor.locator("footer").get_by_role("button", name="Save draft").click()
    expect(editor.get_by_text("This day has not come yet.").first).to_be_visible()
    expect(field).to_have_value(COMING)
    type_into(field, "5/12/2025")
    editing.press(editor, "Publish")
    expect(editor.get_by_text("has been published")).to_be_visible()
    editing.open_page(editor, "Accessibility")
    expect(field).to_have_value("05/12/2025")


def test_days_closed_and_hours_stay_what_was_typed(editor):
    editor.goto("/cms/settings/clinic/clinicdetails/")
    editor.wait_for_load_state("load")
    for number, typed in enumerate(WAYS):
        type_into(editing.field(editor, f"holidays-{number}-date"), typed)
    type_into(editing.field(editor, "opening_hours-0-opens"), "8.30 am")
    with editor.expect_navigation():
        editor.get_by_role("button", name="Save").click()
    for number in range(len(WAYS)):
        expect(editing.field(editor, f"holidays-{number}-date")).to_have_value("05/12/2026")
    expect(editing.field(editor, "opening_hours-0-opens")).to_have_value("08:30")


def test_go_live_waits_for_the_moment_that_was_typed(editor):
    editing.open_page(editor, "About these pages")
    later = datetime.now(editing.SYDNEY) + timedelta(days=3)
    go_live(editor, f"{later.day}/{later.month}/{later.year} 9 am")
    editing.press(editor, "Schedule to publish")
    expect(editor.get_by_text("scheduled for publishing")).to_be_visible()


def test_go_live_that_has_passed_is_asked_about(editor):
    editing.open_page(editor, "Your first visit")
    go_live(editor, "5/12/2025 09:00")
    editing.press(editor, "Publish")
    expect(editor.get_by_role("heading", name="5 December 2025, 09:00 has passed")).to_be_visible()
    editor.get_by_label("Publish it now").check()
    editing.press(editor, "Publish")
    expect(editor.get_by_text("has been published")).to_be_visible()
