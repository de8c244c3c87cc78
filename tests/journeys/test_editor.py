"""An editor who edits once a month, with docs/for-editors.md beside the keyboard."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys import editing
from tests.waiting import wait_for

OLD, NEW = "/therapies/walking-therapy/", "/therapies/walking/"


@pytest.fixture
def editor(visit, log_in):
    page = visit(width=1280)
    log_in(page, "editor")
    return page


def reads(site, address, words):
    """Whether somebody without a log-in finds `words` there."""
    status, text = site.get(address)
    return status == 200 and words in text


def let_its_time_come(site, slug):
    """Two hours pass for the page at `slug`, and for nothing else."""
    site.shell(
        "from datetime import timedelta\n"
        "from wagtail.models import Page, Revision\n"
        f"revision = Page.objects.get(slug='{slug}').scheduled_revision\n"
        "earlier = revision.approved_go_live_at - timedelta(hours=2)\n"
        "content = revision.content | {'go_live_at': earlier.isoformat()}\n"
        "Revision.objects.filter(pk=revision.pk).update(\n"
        "    approved_go_live_at=earlier, content=content)\n",
    )


def test_editor_makes_previews_schedules_and_moves_a_therapy_page(site, editor, visit):
    editing.new_therapy(editor)
    editing.write(editor)
    editing.add_picture(editor)
    editing.add_call_to_action(editor)
    editing.add_source(editor)
    editing.saved(editor)

    for size in ("mobile", "tablet", "desktop"):
        shown = editing.preview(editor, size)
        expect(shown.get_by_role("heading", name="Walking therapy", level=1)).to_be_visible()
    expect(shown.get_by_role("img", name=editing.ALT)).to_be_visible()

    editing.schedule(editor, hours=2)
    editing.press(editor, "Schedule to publish")
    expect(editor.get_by_text("scheduled for publishing")).to_be_visible()
    assert site.get(OLD)[0] == 404
    let_its_time_come(site, "walking-therapy")
    wait_for(lambda: reads(site, OLD, "Where do we walk?"), "the page to go live", 60)

    editing.open_therapy(editor)
    editing.change_slug(editor, "walking")
    editing.press(editor, "Publish")
    expect(editor.get_by_text("has been published")).to_be_visible()
    reader = visit(width=360)
    reader.goto(OLD)
    expect(reader).to_have_url(re.compile(f"{NEW}$"))
    for words in ("Where do we walk?", "In the park behind the practice."):
        expect(reader.get_by_text(words, exact=True).first).to_be_visible()
    expect(reader.get_by_role("img", name=editing.ALT)).to_be_visible()
    expect(reader.get_by_role("link", name="Ask for a first walk")).to_be_visible()


def test_words_the_rules_forbid_stop_and_doubtful_ones_ask(site, editor):
    editing.open_page(editor, "Accessibility")
    editing.change_lead(editor, "We guarantee that everybody can read this.")
    editing.press(editor, "Publish")
    expect(editor.get_by_role("heading", name="This must change")).to_be_visible()
    editing.change_lead(editor, "Robin is an expert in large print.")
    editing.press(editor, "Publish")
    editor.get_by_label("I have read these").check()
    editing.press(editor, "Publish")
    expect(editor.get_by_text("has been published")).to_be_visible()
    assert reads(site, "/accessibility/", "Robin is an expert in large print.")

    editing.open_page(editor, "Accessibility")
    editor.get_by_role("link", name="History").click()
    expect(editor.get_by_text("Let out with notes read: “expert in”")).to_be_visible()
    editor.get_by_role("button", name="Actions").nth(1).click()
    editor.get_by_role("link", name="Compare with previous version").first.click()
    expect(editor).to_have_url(re.compile("/revisions/compare/"))
    # Wagtail saves drafts by itself: the one before may hold the same words.
    editor.goto(re.sub(r"\d+\.\.\.\d+", "earliest...live", editor.url))
    expect(editor.get_by_text("Robin is an expert in large print.")).to_be_visible()


def test_notes_follow_the_words_and_the_checker_runs(editor):
    editing.open_page(editor, "Privacy")
    summary = editor.locator("#clinic-notes summary")
    expect(summary).to_contain_text("minutes to read")
    editing.change_lead(editor, "Click here to read what we keep.")
    expect(summary).to_contain_text("1 note to look at")
    editor.get_by_role("button", name="Toggle checks").click()
    metrics = editor.locator("[data-side-panel=checks]")
    count = metrics.locator("[data-content-word-count]")
    expect(count).to_have_text(re.compile(r"^\d+$"))
    expect(metrics.locator("[data-content-checker-count]")).to_have_text("0")


@pytest.mark.both_databases
def test_writer_submits_and_editor_approves(site, visit, log_in, editor):
    writer = visit(width=1280)
    log_in(writer, "writer")
    editing.open_page(writer, "Your first visit")
    editing.change_lead(writer, "Come as you are.")
    editing.press(writer, "Submit to Second pair of eyes")
    expect(writer.get_by_text("has been submitted")).to_be_visible()
    assert not reads(site, "/first-visit/", "Come as you are.")
    site.mail("editor@example.org", subject="A page waits for your eyes: Your first visit")
    editing.open_page(editor, "Your first visit")
    editing.press(editor, "Approve and Publish")
    expect(editor).to_have_url(re.compile(r"/cms/pages/\d+/$"))
    assert reads(site, "/first-visit/", "Come as you are.")
