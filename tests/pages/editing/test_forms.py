"""Notes are checked before publishing, not when a draft is saved."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from clinic.cms.editing.forms import HAVE_READ
from pages.models import StandardPage
from tests.pages import factories, staff

pytestmark = pytest.mark.django_db

ASKS = "Robin is a specialist in sleep."
STOPS = "We guarantee that it helps."
PUBLISH = {"action-publish": "1"}


@pytest.fixture
def editor():
    call_command("roles", verbosity=0)
    return staff.logged_in("Editor")


@pytest.fixture
def page():
    return factories.standard("Fees", slug="fees", lead="Old words.")


def send(client, page, text, **more):
    return client.post(f"/cms/pages/{page.pk}/edit/", staff.form(text) | more)


def shown(client):
    return client.get("/fees/").content.decode()


def test_draft_is_never_stopped(editor, page):
    assert send(editor, page, STOPS).status_code == 302
    page.refresh_from_db()
    assert page.has_unpublished_changes
    assert "Old words." in shown(editor)


def test_editor_reads_what_must_change_and_keeps_what_was_typed(editor, page):
    answer = send(editor, page, STOPS, **PUBLISH).content.decode()
    assert "This must change before the page goes out" in answer
    assert "s 133" in answer
    assert STOPS in answer
    assert "guarantee" not in shown(editor)


def test_no_box_lets_out_what_must_change(editor, page):
    send(editor, page, STOPS, **PUBLISH, **{HAVE_READ: "1"})
    assert "guarantee" not in shown(editor)


def test_editor_lets_out_what_was_read_and_history_keeps_it(editor, page):
    assert "I have read these" in send(editor, page, ASKS, **PUBLISH).content.decode()
    assert "specialist" not in shown(editor)
    send(editor, page, ASKS, **PUBLISH, **{HAVE_READ: "1"})
    assert ASKS in shown(editor)
    history = editor.get(f"/cms/pages/{page.pk}/history/").content.decode()
    assert "Let out with notes read: “specialist in”" in history


def test_same_words_are_not_asked_about_twice(editor, page):
    send(editor, page, ASKS, **PUBLISH, **{HAVE_READ: "1"})
    assert send(editor, page, ASKS + " More.", **PUBLISH).status_code == 302
    assert "More." in shown(editor)


def test_new_page_is_read_before_it_exists(editor):
    address = f"/cms/pages/add/pages/standardpage/{factories.home().pk}/"
    editor.post(address, staff.form(STOPS) | PUBLISH)
    assert not StandardPage.objects.filter(slug="fees").exists()
    editor.post(address, staff.form(ASKS) | PUBLISH | {HAVE_READ: "1"})
    assert ASKS in shown(editor)


def test_scheduling_asks_too(editor, page):
    later = (timezone.localtime() + timezone.timedelta(days=2)).strftime("%Y-%m-%d %H:%M")
    send(editor, page, ASKS, **PUBLISH, go_live_at=later)
    assert not page.revisions.exists()


def test_submitting_and_approving_ask_too(editor, page):
    writer = staff.logged_in("Writer")
    send(writer, page, ASKS, **{"action-submit": "1"})
    assert page.current_workflow_state is None
    send(writer, page, ASKS, **{"action-submit": "1", HAVE_READ: "1"})
    page.refresh_from_db()
    assert page.current_workflow_state.status == "in_progress"
    approve = {"action-workflow-action": "1", "workflow-action-name": "approve"}
    send(editor, page, ASKS, **approve)
    assert "specialist" not in shown(editor)
    send(editor, page, ASKS, **approve, **{HAVE_READ: "1"})
    assert ASKS in shown(editor)


def test_publishing_from_a_list_leads_to_the_pages_with_notes(editor, page):
    send(editor, page, ASKS)
    address = f"/cms/bulk/wagtailcore/page/publish/?id={page.pk}&next=/cms/pages/"
    answer = editor.post(address, follow=True).content.decode()
    assert "publish them one by one" in answer
    assert "Old words." in shown(editor)


def test_notes_follow_every_automatic_save(editor, page):
    json = {"headers": {"accept": "application/json"}}
    saved = editor.post(f"/cms/pages/{page.pk}/edit/", staff.form(ASKS), **json).json()
    assert "1 note to look at" in saved["html"]


def test_every_page_type_of_ours_has_the_notes():
    for model in factories.page_types():
        form = model.get_edit_handler().get_form_class()
        assert hasattr(form, "must_change"), model


def test_publishing_from_a_list_reads_the_pages_below_as_well(editor, page):
    below = factories.make(page, StandardPage, "Below", lead=STOPS, live=False)
    address = f"/cms/bulk/wagtailcore/page/publish/?id={page.pk}&next=/cms/pages/"
    editor.post(address, {"include_descendants": "on"})
    below.refresh_from_db()
    assert not below.live
    editor.post(address)
    assert "Old words." in shown(editor)


def test_what_is_saved_while_a_page_waits_is_read(editor, page):
    """Approval from the list of waiting pages has no form."""
    send(staff.logged_in("Writer"), page, "Fine.", **{"action-submit": "1"})
    send(editor, page, STOPS)
    page = StandardPage.objects.get(pk=page.pk)
    waiting = [page.pk, "approve", page.current_workflow_task_state.pk]
    editor.post(reverse("wagtailadmin_pages:workflow_action", args=waiting), {"comment": ""})
    assert "Fine." in shown(editor)
    assert "guarantee" not in shown(editor)


@pytest.mark.parametrize(
    "ends",
    [
        {"action-cancel-workflow": "1"},
        {"action-workflow-action": "1", "workflow-action-name": "reject"},
    ],
)
def test_page_may_be_taken_back_whatever_it_says(editor, page, ends):
    send(staff.logged_in("Writer"), page, "Fine.", **{"action-submit": "1"})
    assert send(editor, page, STOPS, **ends).status_code == 302
    assert not StandardPage.objects.get(pk=page.pk).workflow_in_progress
