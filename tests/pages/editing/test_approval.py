import pytest
from django.core.management import call_command
from django.urls import reverse

from tests.pages import factories, staff

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("words", "goes_out"), [("All is well.", True), ("We cure it.", False)])
def test_approving_from_a_list_publishes_only_what_may_go_out(words, goes_out, client):
    call_command("roles", verbosity=0)
    editor = staff.logged_in("Editor")
    page = factories.standard("Fees", slug="fees")
    address = f"/cms/pages/{page.pk}/edit/"
    staff.logged_in("Writer").post(address, staff.form("Fine.") | {"action-submit": "1"})
    # The form would not take some words; a page edited before the rule, or by a command, has them.
    page.refresh_from_db()
    draft = page.get_latest_revision_as_object()
    draft.lead = words
    draft.save_revision()
    page.refresh_from_db()
    state = page.current_workflow_task_state.pk
    editor.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state]))
    assert (words in client.get("/fees/").content.decode()) == goes_out
    page.refresh_from_db()
    assert page.workflow_in_progress != goes_out
