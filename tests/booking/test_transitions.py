import pytest
from django.conf import settings

from booking import transition_diagram, transitions
from booking.models import OPEN_STATES, State


def test_events_are_unique_and_fit_their_column():
    assert len(transitions.BY_EVENT) == len(transitions.TABLE)
    assert all(len(event) <= 20 for event in transitions.BY_EVENT)


def test_no_event_leads_where_it_starts():
    assert not [t for t in transitions.TABLE if t.target in t.sources]


@pytest.mark.parametrize("state", State)
def test_every_state_has_a_way_on(state):
    assert transitions.staff_transitions(state) or state == State.OFFERED


def test_what_has_ended_is_reopened_by_the_lead_only():
    for transition in transitions.TABLE:
        leaves_the_end = not set(transition.sources) & set(OPEN_STATES)
        assert leaves_the_end == (transition.permission == transitions.REOPEN)


def test_drawing_is_the_table():
    drawn = (settings.BASE_DIR / "docs" / "transitions.md").read_text(encoding="utf-8")
    assert drawn == transition_diagram.render_page(), "Run: manage.py draw_transitions"


def test_drawing_names_every_guard():
    guards = {t.guard.__name__ for t in transitions.TABLE} - {"_no_guard"}
    assert guards == set(transition_diagram.REQUIREMENTS)
