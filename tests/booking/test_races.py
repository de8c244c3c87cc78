"""Two at once, in threads with real commits: no `django_db` mark here."""

import threading
import uuid
from datetime import timedelta

from django.db import connections
from django.utils import timezone

from booking import actions, erasing
from booking.client_page import actions as client_actions
from booking.client_page import new_links
from booking.errors import StaleVersionError
from booking.intake import submission
from booking.models import AppointmentRequest, Outcome, SafetyRecord, State
from booking.models.choices import Kind as RequestKind
from booking.safety import actions as safety
from clinic.models import OutgoingEmail
from tests.booking.factories import make_form, make_request, make_staff


def test_submit_at_once_is_one_request(at_once):
    """Pitfalls 7 and 8, in threads with real commits."""
    form = make_form(RequestKind.NEW_CLIENT)
    assert form.is_valid()
    columns, answers = form.columns(), form.answers()
    results = at_once(
        *[lambda: submission.submit(columns, answers=answers, network="n").reference] * 5
    )
    assert len(set(results)) == 1
    assert AppointmentRequest.objects.count() == 1
    assert OutgoingEmail.objects.count() == 2


def test_many_at_once_one_wins(at_once):
    """Pitfalls 1 and 24: the row is locked while a move is decided."""
    appointment_request = make_request()
    staff = [make_staff("Reception") for _ in range(6)]
    results = at_once(
        *[
            lambda by=by: actions.move(appointment_request, "take", by=by, seen_version=1)
            for by in staff
        ]
    )
    names = sorted(type(result).__name__ for result in results)
    assert names == ["AppointmentRequest"] + ["StaleVersionError"] * 5
    appointment_request.refresh_from_db()
    assert appointment_request.version == 2
    assert appointment_request.events.filter(kind="moved").count() == 1


def test_withdrawn_while_reception_takes_it_is_both_or_refused(at_once):
    """Pitfalls 7 and 24: both lock the row, and the second sees what the first did."""
    request, staff = make_request(), make_staff("Reception")
    link = request.links.get()
    ends = at_once(
        lambda: client_actions.withdraw(link, and_erase=False),
        lambda: actions.move(request, "take", by=staff, seen_version=1),
    )
    # In either order the withdrawal holds, and reception sees a conflict if it came second.
    assert ends[0] is True
    assert isinstance(ends[1], AppointmentRequest | StaleVersionError)
    request.refresh_from_db()
    assert request.state == State.WITHDRAWN
    assert request.version == 1 + request.events.filter(kind="moved").count()


def test_new_link_and_correction_leave_no_live_link_in_the_old_mailbox(real_commits, monkeypatch):
    """The rows are locked before the address is compared."""
    link, allow = make_request().links.get(), new_links.throttle.allow

    def correct():
        client_actions.correct(link, {"email": "right@example.org"})
        connections.close_all()

    correcting = threading.Thread(target=correct)

    def allow_late(scope, *args, **kwargs):
        if scope == "booking.link.address":
            correcting.start()
            correcting.join(1)  # it waits for us; where it need not, it is done by then
        return allow(scope, *args, **kwargs)

    monkeypatch.setattr(new_links.throttle, "allow", allow_late)
    new_links.request_link("client@example.org", network="n")
    new_links.send_links()
    correcting.join()
    states = OutgoingEmail.objects.filter(to="client@example.org").values_list("state", flat=True)
    assert set(states) == {"cancelled"}


def wants_erasing_and_has_an_outcome():
    """A person whom the worker is about to erase, and the lead who recorded the outcome."""
    appointment_request, lead = make_request(safe_now="no"), make_staff("Lead")
    client_actions.withdraw(appointment_request.links.get(), and_erase=True)
    safety.record_outcome(appointment_request, Outcome.SAFE, "Agreed", by=lead, key=uuid.uuid4())
    hour_ago = timezone.now() - timedelta(hours=1)
    AppointmentRequest.objects.update(safety_outcome_at=hour_ago)
    return appointment_request, lead


def test_flagged_while_being_erased_is_refused_or_kept(at_once, monkeypatch):
    """A flag that was taken is never erased with its request: erasing holds the row."""
    appointment_request, lead = wants_erasing_and_has_an_outcome()
    under_way, flagged, records = threading.Event(), threading.Event(), erasing.build_safety_records

    def slow_records(requests):
        under_way.set()
        flagged.wait(1)  # in vain while the row is held
        return records(requests)

    def flag():
        under_way.wait(10)
        safety.flag(appointment_request, 2, "", by=lead, key=uuid.uuid4())
        flagged.set()

    monkeypatch.setattr(erasing, "build_safety_records", slow_records)
    at_once(safety.erase_requested, flag)
    assert AppointmentRequest.objects.filter(pk=appointment_request.pk).exists() is flagged.is_set()
    assert (
        SafetyRecord.objects.filter(reference=appointment_request.reference).exists()
        is not flagged.is_set()
    )


def test_flagged_before_being_erased_is_kept(at_once):
    appointment_request, lead = wants_erasing_and_has_an_outcome()
    at_once(lambda: safety.flag(appointment_request, 2, "", by=lead, key=uuid.uuid4()))
    assert safety.erase_requested() == 0
    assert AppointmentRequest.objects.get(pk=appointment_request.pk).needs_safety_outcome
