"""Edit conflicts: the second user is shown the changes and loses no typed text."""

import pytest

from booking.models import AppointmentRequest
from tests.booking.desk.screens import at, take, text_of
from tests.booking.factories import make_request, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def changed(client, reception):
    """Taken by a colleague after reception had opened it at version 1."""
    appointment_request = make_request()
    colleague = make_staff("Reception")
    client.force_login(colleague)
    take(client, appointment_request)
    client.force_login(reception)
    return AppointmentRequest.objects.get(pk=appointment_request.pk)


def test_both_versions_stand_side_by_side(client, changed):
    response = take(client, changed, 1, "decline", text="Ask your GP.")
    page = text_of(response)
    assert response.status_code == 409
    assert "Nothing was changed." in page
    assert '<dd class="story">Ask your GP.</dd>' in page
    assert f"<strong>Taken by</strong> {changed.assigned_to}: New → In review" in page
    changed.refresh_from_db()
    assert changed.state == "in_review"


def test_what_was_wanted_can_be_done_on_top_of_the_new_version(client, changed):
    page = text_of(take(client, changed, 1, "decline", text="Ask your GP."))
    assert f'action="{at(changed, "move", "decline")}"' in page
    assert '<input type="hidden" name="text" value="Ask your GP.">' in page
    assert f'<input type="hidden" name="version" value="{changed.version}">' in page
    take(client, changed, changed.version, "decline", text="Ask your GP.")
    changed.refresh_from_db()
    assert changed.state == "declined"


def test_what_is_no_longer_possible_is_said(client, changed):
    page = text_of(take(client, changed, 1, "take"))
    assert "This cannot be done any more." in page
    assert "Do it all the same" not in page


def test_only_changes_since_then_are_named(client, changed):
    client.post(at(changed, "note"), {"text": "A note", "key": changed.form_key})
    take(client, changed, changed.version, "hold")
    page = text_of(take(client, changed, changed.version, "mark_spam", sure="on"))
    assert "Put on hold by" in page
    assert "Taken by" not in page
    assert "A note" not in page


def test_form_with_a_mistake_keeps_the_version_it_was_made_with(client, changed):
    page = text_of(take(client, changed, 1, "decline", text=""))
    form = page[page.index(f'action="{at(changed, "move", "decline")}"') :]
    assert form.index('name="version" value="1"') < form.index("</form>")
