"""What reception does with requests beside moving them."""

from datetime import date
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from booking import actions
from booking.desk import actions as desk_actions
from booking.errors import NotPossibleError, StaleVersionError
from booking.models import AppointmentRequest
from clinic.models import AccessLog
from tests.booking.factories import make_request, make_staff

pytestmark = pytest.mark.django_db
ACTS = {
    "assign": lambda appointment_request, **k: desk_actions.assign(
        appointment_request, k["by"], **k
    ),
    "hold": desk_actions.put_on_hold,
    "follow_up": lambda appointment_request, **k: desk_actions.set_follow_up(
        appointment_request, date(2026, 12, 1), **k
    ),
    "settle": desk_actions.resolve_mail_problem,
}


@pytest.fixture
def by():
    return make_staff("Reception")


@pytest.mark.parametrize("name", ACTS)
def test_act_is_one_version_one_event_and_one_entry(name, by):
    appointment_request = make_request()
    for _ in range(2):  # the same button twice
        ACTS[name](appointment_request, by=by, seen_version=1)
    appointment_request.refresh_from_db()
    assert (appointment_request.version, appointment_request.events.filter(actor=by).count()) == (
        2,
        1,
    )
    assert (
        AccessLog.objects.filter(actor=by, act="changed", about=appointment_request.about).count()
        == 1
    )


@pytest.mark.parametrize("name", ACTS)
def test_act_on_what_has_changed_is_refused(name, by):
    """Pitfall 24."""
    appointment_request = make_request()
    actions.move(appointment_request, "take", by=make_staff("Reception"), seen_version=1)
    with pytest.raises(StaleVersionError) as refused:
        ACTS[name](appointment_request, by=by, seen_version=1)
    assert refused.value.current.state == "in_review"
    assert not appointment_request.events.filter(actor=by).exists()


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("role", ["Clinician", "Sender", "Editor"])
def test_who_does_not_triage_changes_nothing(name, role):
    with pytest.raises(PermissionDenied):
        ACTS[name](make_request(), by=make_staff(role), seen_version=1)


def test_nothing_is_assigned_to_who_may_not_triage(by):
    with pytest.raises(NotPossibleError):
        desk_actions.assign(make_request(), make_staff("Sender"), by=by, seen_version=1)


def test_taking_assigns_unless_somebody_has_it(by):
    appointment_request = actions.move(make_request(), "take", by=by, seen_version=1)
    assert appointment_request.assigned_to == by
    colleague = make_staff("Reception")
    given = desk_actions.assign(make_request(), colleague, by=by, seen_version=1)
    assert actions.move(given, "take", by=by, seen_version=2).assigned_to == colleague


def test_hold_ends_with_release_only_once(by):
    appointment_request = desk_actions.put_on_hold(make_request(), by=by, seen_version=1)
    with pytest.raises(NotPossibleError):
        desk_actions.put_on_hold(appointment_request, by=by, seen_version=2)
    assert (
        desk_actions.take_off_hold(appointment_request, by=by, seen_version=2).on_hold_since is None
    )


def test_settling_a_lost_mail_leaves_the_unread_word(by):
    appointment_request = make_request()
    AppointmentRequest.objects.update(
        client_wrote_at=timezone.now(), mail_problem_at=timezone.now()
    )
    appointment_request = desk_actions.resolve_mail_problem(
        appointment_request, by=by, seen_version=1
    )
    assert appointment_request.mail_problem_at is None
    assert appointment_request.client_wrote_at


def test_many_are_done_each_for_itself(by):
    stale, *fresh = [make_request() for _ in range(3)]
    actions.move(stale, "take", by=make_staff("Reception"), seen_version=1)
    take = partial(actions.move, event="take", by=by)
    done, left = desk_actions.apply_to_many(
        [(appointment_request, 1) for appointment_request in (*fresh, stale)], take
    )
    assert [a.pk for a in done] == [a.pk for a in fresh]
    assert [a.pk for a in left] == [stale.pk]
