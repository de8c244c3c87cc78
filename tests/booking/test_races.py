"""Two at once, in threads with real commits: no `django_db` mark here."""

import threading

from django.db import connections

from booking import actions, asking, by_client, new_links
from booking.models import AppointmentRequest, State
from booking.models.choices import Kind
from clinic.models import OutgoingEmail
from tests.booking.factories import make_form, make_request, make_staff


def test_submit_at_once_is_one_request(at_once):
    """Pitfalls 7 and 8, in threads with real commits."""
    form = make_form(Kind.NEW_CLIENT)
    assert form.is_valid()
    asked, answers = form.asked_for(), form.answers()
    results = at_once(*[lambda: asking.submit(asked, answers=answers, network="n").reference] * 5)
    assert len(set(results)) == 1
    assert AppointmentRequest.objects.count() == 1
    assert OutgoingEmail.objects.count() == 2


def test_many_at_once_one_wins(at_once):
    """Pitfalls 1 and 24: the row is locked while a move is decided."""
    asked = make_request()
    staff = [make_staff("Reception") for _ in range(6)]
    results = at_once(
        *[lambda by=by: actions.move(asked, "take", by=by, seen_version=1) for by in staff]
    )
    names = sorted(type(result).__name__ for result in results)
    assert names == ["AppointmentRequest"] + ["StaleError"] * 5
    asked.refresh_from_db()
    assert asked.version == 2
    assert asked.events.filter(kind="moved").count() == 1


def test_withdrawn_while_reception_takes_it_is_both_or_refused(at_once):
    """Pitfalls 7 and 24: both lock the row, and the second sees what the first did."""
    request, staff = make_request(), make_staff("Reception")
    link = request.links.get()
    ends = at_once(
        lambda: by_client.withdraw(link, and_erase=False),
        lambda: actions.move(request, "take", by=staff, seen_version=1),
    )
    # Whichever came first: the withdrawal holds, and reception is told if it came second.
    assert ends[0] is True
    assert isinstance(ends[1], AppointmentRequest | actions.StaleError)
    request.refresh_from_db()
    assert request.state == State.WITHDRAWN
    assert request.version == 1 + request.events.filter(kind="moved").count()


def test_new_link_and_correction_leave_no_live_link_in_the_old_mailbox(real_commits, monkeypatch):
    """The rows are locked before the address is compared."""
    link, allow = make_request().links.get(), new_links.throttle.allow

    def correct():
        by_client.correct(link, {"email": "right@example.org"})
        connections.close_all()

    correcting = threading.Thread(target=correct)

    def allow_late(scope, *args, **kwargs):
        if scope == "booking.link.address":
            correcting.start()
            correcting.join(1)  # it waits for us; where it need not, it is done by then
        return allow(scope, *args, **kwargs)

    monkeypatch.setattr(new_links.throttle, "allow", allow_late)
    new_links.want_link("client@example.org", network="n")
    new_links.send_links()
    correcting.join()
    states = OutgoingEmail.objects.filter(to="client@example.org").values_list("state", flat=True)
    assert set(states) == {"cancelled"}
