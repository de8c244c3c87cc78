import uuid

import pytest
from django.core.exceptions import PermissionDenied

from booking import actions
from booking.errors import NotPossibleError, StaleVersionError
from booking.models import AppointmentRequest
from tests.booking.factories import make_request, make_staff

pytestmark = pytest.mark.django_db
State = AppointmentRequest.State


def test_move_changes_state_and_leaves_an_event():
    appointment_request, by = make_request(), make_staff("Reception")
    moved = actions.move(appointment_request, "take", by=by, seen_version=1)
    assert (moved.state, moved.version) == (State.IN_REVIEW, 2)
    event = moved.events.last()
    assert (event.transition, event.from_state, event.to_state) == ("take", "new", "in_review")
    assert (event.actor, event.actor_kind) == (by, "staff")


def test_same_button_twice_is_one_move():
    """Contract, promise 1."""
    appointment_request, by = make_request(), make_staff("Reception")
    actions.move(appointment_request, "take", by=by, seen_version=1)
    again = actions.move(appointment_request, "take", by=by, seen_version=1)
    assert (again.state, again.version) == (State.IN_REVIEW, 2)
    assert again.events.filter(kind="moved").count() == 1


def test_stale_move_is_refused():
    """Pitfall 24: concurrent changes are not overwritten."""
    appointment_request, one, other = (
        make_request(),
        make_staff("Reception"),
        make_staff("Reception"),
    )
    actions.move(appointment_request, "take", by=one, seen_version=1)
    with pytest.raises(StaleVersionError):
        actions.move(appointment_request, "mark_spam", by=other, seen_version=1)
    appointment_request.refresh_from_db()
    assert appointment_request.state == State.IN_REVIEW


@pytest.mark.parametrize("event", ["book", "reopen", "no-such-event"])
def test_move_that_is_not_in_the_table_is_refused(event):
    appointment_request, by = make_request(), make_staff("Lead")
    with pytest.raises(NotPossibleError):
        actions.move(appointment_request, event, by=by, seen_version=1)
    appointment_request.refresh_from_db()
    assert appointment_request.state == State.NEW


def test_reopening_is_for_the_lead():
    appointment_request, reception, lead = (
        make_request(),
        make_staff("Reception"),
        make_staff("Lead"),
    )
    appointment_request = actions.move(
        appointment_request, "mark_spam", by=reception, seen_version=1
    )
    with pytest.raises(PermissionDenied):
        actions.move(appointment_request, "reopen", by=reception, seen_version=2)
    assert (
        actions.move(appointment_request, "reopen", by=lead, seen_version=2).state
        == State.IN_REVIEW
    )


@pytest.mark.parametrize("role", ["Clinician", "Sender"])
def test_others_neither_move_nor_note(role):
    appointment_request, by = make_request(), make_staff(role)
    with pytest.raises(PermissionDenied):
        actions.move(appointment_request, "take", by=by, seen_version=1)
    with pytest.raises(PermissionDenied):
        actions.add_note(appointment_request, "note", by=by)


def test_note_sent_twice_is_one_note():
    appointment_request, by, key = make_request(), make_staff("Reception"), uuid.uuid4()
    assert actions.add_note(appointment_request, "Rang", by=by, key=key) == actions.add_note(
        appointment_request, "Rang", by=by, key=key
    )
    assert appointment_request.events.filter(kind="noted").count() == 1


def test_note_with_the_key_of_another_request_keeps_its_words():
    one, other, by = make_request(), make_request(email="b@example.org"), make_staff("Reception")
    first = actions.add_note(one, "first", by=by)
    second = actions.add_note(other, "second", by=by, key=first.key)
    assert (second.appointment_request, second.note) == (other, "second")
