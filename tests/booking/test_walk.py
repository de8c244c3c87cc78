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
from booking.errors import LinkEndedError, MissingDetailError, NotPossibleError, StaleVersionError
from booking.models import Appointment, AppointmentRequest, ClientLink
from booking.models.choices import OPEN_STATES
from booking.transitions import Details
from clinic import throttle
from tests.booking.factories import make_request, make_staff

pytestmark = pytest.mark.django_db
WALKS = int(os.environ.get("DRILL_WALKS", "8"))
STEPS = 50
REFUSED = (
    MissingDetailError,
    NotPossibleError,
    StaleVersionError,
    LinkEndedError,
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


def reception_does(chance, appointment_request, other, staff):
    by, version = (
        chance.choice(staff),
        chance.choice([appointment_request.version, appointment_request.version, 1]),
    )
    event = chance.choice([*transitions.BY_EVENT, "unknown"])
    action_list = [
        partial(actions.move, appointment_request, event, details=details_of(chance, other)),
        partial(desk_actions.assign, appointment_request, chance.choice([None, *staff])),
        partial(desk_actions.put_on_hold, appointment_request),
        partial(desk_actions.take_off_hold, appointment_request),
        partial(desk_actions.set_follow_up, appointment_request, date(2026, 12, 1)),
        partial(desk_actions.resolve_mail_problem, appointment_request),
    ]
    chance.choices(action_list, weights=[10, 1, 1, 1, 1, 1])[0](by=by, seen_version=version)


def client_does(chance, appointment_request):
    link, _ = ClientLink.make(appointment_request)
    chance.choices(
        [
            lambda: client_actions.add_word(link, "More", key=uuid.uuid4()),
            lambda: client_actions.correct(link, {"email": f"a{chance.random()}@example.org"}),
            lambda: client_actions.withdraw(link, and_erase=False),
        ],
        weights=[4, 2, 1],
    )[0]()


def screen_does(chance, appointment_request, client, staff):
    client.force_login(chance.choice(staff))
    event = chance.choice(list(transitions.BY_EVENT))
    address = f"/admin/booking/appointmentrequest/{appointment_request.pk}/move/{event}/"
    response = client.post(address, {"version": appointment_request.version})
    assert response.status_code < 500


def time_does(chance, appointment_request):
    AppointmentRequest.objects.filter(
        pk=appointment_request.pk, answer_due_at__isnull=False
    ).update(answer_due_at=timezone.now() - timedelta(minutes=1))
    answer_clock.notify_overdue()


def holds(appointment_request):
    """What must be true of a request at any time."""
    moves = list(appointment_request.events.filter(kind="moved").order_by("pk"))
    states = ["new", *[m.to_state for m in moves]]
    assert [m.from_state for m in moves] == states[:-1]
    assert appointment_request.state == states[-1]
    for moved in moves:
        row = transitions.BY_EVENT[moved.transition]
        assert moved.from_state in row.sources
        assert moved.to_state == row.target
        by_link = row.permission == transitions.CLIENT
        assert by_link == (moved.actor is None)
        assert by_link or moved.actor.has_perm(row.permission)
    assert appointment_request.open_now == (appointment_request.state in OPEN_STATES)
    assert appointment_request.state != "duplicate" or appointment_request.duplicate_of
    assert appointment_request.state != "booked" or appointment_request.appointments.exists()
    stands = (
        appointment_request.state in answer_clock.STOPPED_STATES
        or appointment_request.on_hold_since is not None
    )
    assert stands == (appointment_request.clock_stopped_at is not None)


@pytest.mark.parametrize("seed", range(WALKS))
def test_walk_leaves_no_forbidden_state(client, staff, seed):
    """Pitfalls 15 and 24."""
    chance = random.Random(seed)
    appointment_request, other = make_request(), make_request()
    for _ in range(STEPS):
        appointment_request.refresh_from_db()
        action = chance.choices(
            [
                lambda: reception_does(chance, appointment_request, other, staff),
                lambda: client_does(chance, appointment_request),
                lambda: screen_does(chance, appointment_request, client, staff),
                lambda: time_does(chance, appointment_request),
            ],
            weights=[8, 3, 2, 1],
        )[0]
        try:
            action()
        except REFUSED:
            continue
    appointment_request.refresh_from_db()
    holds(appointment_request)
    kinds = appointment_request.events.values_list("actor_kind", "actor")
    assert all((kind == "staff") == (actor is not None) for kind, actor in kinds)
