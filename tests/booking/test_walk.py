"""Random walks through table, desk, screen and links leave nothing that must not be.

`make drill` walks longer: DRILL_WALKS.
"""

import os
import random
import uuid
from datetime import date, timedelta
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from booking import actions, answer_clock, transitions
from booking.client_page import actions as client_actions
from booking.desk import actions as desk_actions
from booking.models import Appointment, AppointmentRequest, ClientLink
from booking.models.request import OPEN_STATES
from booking.transitions import Details
from clinic import throttle
from tests.booking.factories import make_request, make_staff

pytestmark = pytest.mark.django_db
WALKS = int(os.environ.get("DRILL_WALKS", "8"))
STEPS = 50
REFUSED = (
    actions.MissingError,
    actions.NotPossibleError,
    actions.StaleError,
    client_actions.LinkEndedError,
    PermissionDenied,
)


@pytest.fixture
def staff(monkeypatch):
    monkeypatch.setattr(throttle, "allow", lambda *args, **kwargs: True)
    return [make_staff(role) for role in ("Reception", "Lead", "Clinician", "Sender")]


def details_of(chance, other):
    agreed = Appointment(starts_at=timezone.now() + timedelta(days=7), format="any")
    return Details(
        text=chance.choice(["", "Words to the person"]),
        appointment=chance.choice([None, agreed]),
        duplicate_of=chance.choice([None, other]),
    )


def reception_does(chance, asked, other, staff):
    by, version = chance.choice(staff), chance.choice([asked.version, asked.version, 1])
    event = chance.choice([*transitions.BY_EVENT, "unknown"])
    acts = [
        partial(actions.move, asked, event, details=details_of(chance, other)),
        partial(desk_actions.assign, asked, chance.choice([None, *staff])),
        partial(desk_actions.hold, asked),
        partial(desk_actions.release, asked),
        partial(desk_actions.follow_up, asked, date(2026, 12, 1)),
        partial(desk_actions.settle, asked),
    ]
    chance.choices(acts, weights=[10, 1, 1, 1, 1, 1])[0](by=by, seen_version=version)


def client_does(chance, asked):
    link, _ = ClientLink.make(asked)
    chance.choices(
        [
            lambda: client_actions.add_word(link, "More", key=uuid.uuid4()),
            lambda: client_actions.correct(link, {"email": f"a{chance.random()}@example.org"}),
            lambda: client_actions.withdraw(link, and_erase=False),
        ],
        weights=[4, 2, 1],
    )[0]()


def screen_does(chance, asked, client, staff):
    client.force_login(chance.choice(staff))
    event = chance.choice(list(transitions.BY_EVENT))
    address = f"/admin/booking/appointmentrequest/{asked.pk}/move/{event}/"
    response = client.post(address, {"version": asked.version})
    assert response.status_code < 500


def time_does(chance, asked):
    AppointmentRequest.objects.filter(pk=asked.pk, answer_due_at__isnull=False).update(
        answer_due_at=timezone.now() - timedelta(minutes=1)
    )
    answer_clock.tell_overdue()


def holds(asked):
    """What must be true of a request at any time."""
    moves = list(asked.events.filter(kind="moved").order_by("pk"))
    states = ["new", *[m.to_state for m in moves]]
    assert [m.from_state for m in moves] == states[:-1]
    assert asked.state == states[-1]
    for moved in moves:
        row = transitions.BY_EVENT[moved.transition]
        assert moved.from_state in row.sources
        assert moved.to_state == row.target
        by_link = row.permission == transitions.CLIENT
        assert by_link == (moved.actor is None)
        assert by_link or moved.actor.has_perm(row.permission)
    assert asked.open_now == (asked.state in OPEN_STATES)
    assert asked.state != "duplicate" or asked.duplicate_of
    assert asked.state != "booked" or asked.appointments.exists()
    stands = asked.state in answer_clock.STILL or asked.on_hold_since is not None
    assert stands == (asked.clock_stopped_at is not None)


@pytest.mark.parametrize("seed", range(WALKS))
def test_walk_leaves_no_forbidden_state(client, staff, seed):
    """Pitfalls 15 and 24."""
    chance = random.Random(seed)
    asked, other = make_request(), make_request()
    for _ in range(STEPS):
        asked.refresh_from_db()
        act = chance.choices(
            [
                lambda: reception_does(chance, asked, other, staff),
                lambda: client_does(chance, asked),
                lambda: screen_does(chance, asked, client, staff),
                lambda: time_does(chance, asked),
            ],
            weights=[8, 3, 2, 1],
        )[0]
        try:
            act()
        except REFUSED:
            continue
    asked.refresh_from_db()
    holds(asked)
    kinds = asked.events.values_list("actor_kind", "actor")
    assert all((kind == "staff") == (actor is not None) for kind, actor in kinds)
