"""One action for many requests."""

import pytest

from booking.admin import AppointmentRequestAdmin
from booking.models import AppointmentRequest, RequestEvent
from tests.booking.desk.screens import LIST, take, text_of
from tests.booking.factories import make_request, make_staff

pytestmark = pytest.mark.django_db

MANY = f"{LIST}many/"


def choose(client, requests, action, **more):
    ticked = [appointment_request.pk for appointment_request in requests]
    return client.post(LIST, {"action": action, "_selected_action": ticked} | more)


def press(client, requests, action, **more):
    seen = " ".join(
        f"{appointment_request.pk}:{appointment_request.version}"
        for appointment_request in requests
    )
    return client.post(MANY, {"act": action, "seen": seen} | more, follow=True)


def states(requests):
    found = AppointmentRequest.objects.in_bulk(
        [appointment_request.pk for appointment_request in requests]
    )
    return [found[appointment_request.pk].state for appointment_request in requests]


def test_choosing_names_them_and_changes_nothing(client, reception):
    made = [make_request(), make_request()]
    page = text_of(choose(client, made, "mark_spam"))
    assert all(appointment_request.reference in page for appointment_request in made)
    assert "Nobody is told" in page
    assert all(f"{appointment_request.pk}:1" in page for appointment_request in made)
    assert states(made) == ["new", "new"]


def test_nothing_ticked_is_said_in_plain_words(client, reception):
    make_request()
    answer = client.post(LIST, {"action": "take", "index": "0"}, follow=True)
    assert "Tick the requests first. Nothing was changed." in text_of(answer)


@pytest.mark.parametrize(("action", "state"), [("take", "in_review"), ("mark_spam", "spam")])
def test_one_press_is_one_event_for_each(client, reception, action, state):
    made = [make_request(), make_request()]
    for _ in range(2):
        press(client, made, action)
    assert states(made) == [state, state]
    moved = RequestEvent.objects.filter(kind="moved", transition=action, actor=reception)
    assert moved.count() == 2


def test_waiting_list_takes_those_in_review_and_says_which_not(client, reception):
    taken, untaken = make_request(), make_request()
    take(client, taken)
    taken.refresh_from_db()
    page = text_of(choose(client, [taken, untaken], "waitlist"))
    assert f"{untaken.pk}:" not in page
    assert "stays as it is, because it is “New”" in page
    press(client, [taken], "waitlist")
    assert states([taken, untaken]) == ["waitlisted", "new"]


def test_assign_gives_them_to_somebody(client, reception):
    made, lead = [make_request(), make_request()], make_staff("Lead")
    assert f">{lead.username}</option>" in text_of(choose(client, made, "assign"))
    press(client, made, "assign", to=lead.pk)
    assert AppointmentRequest.objects.filter(assigned_to=lead).count() == 2
    assert RequestEvent.objects.filter(kind="assigned").count() == 2


def test_nobody_is_given_requests_who_may_not_read_them(client, reception):
    appointment_request, sender = make_request(), make_staff("Sender")
    assert press(client, [appointment_request], "assign", to=sender.pk).status_code == 400
    assert not AppointmentRequest.objects.filter(assigned_to=sender).exists()


def test_what_changed_meanwhile_is_left_alone_and_named(client, reception):
    kept, changed = make_request(), make_request()
    client.force_login(make_staff("Reception"))
    take(client, changed)
    client.force_login(reception)
    page = text_of(press(client, [kept, changed], "mark_spam"))
    assert f"Mark as spam: {kept.reference}." in page
    assert f"Left alone: {changed.reference}. Somebody changed them meanwhile" in page
    assert states([kept, changed]) == ["spam", "in_review"]


@pytest.mark.parametrize(
    "posted",
    [{"_selected_action": ["x"]}, {"_selected_action": ["9" * 40]}, {"select_across": "1"},
     {"_selected_action": [str(n) for n in range(51)]}],
)  # fmt: skip
def test_odd_choices_are_refused(client, reception, posted):
    make_request()
    answer = client.post(LIST, {"action": "take", "_selected_action": ["1"]} | posted)
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("action", "seen"),
    [("decline", "1:1"), ("take", ""), ("take", "x:1"), ("take", "1"), ("take", "1:²"),
     ("take", " ".join("1:1" for _ in range(51)))],
)  # fmt: skip
def test_odd_presses_are_refused(client, reception, action, seen):
    assert client.post(MANY, {"act": action, "seen": seen}).status_code == 400


def test_many_is_for_who_may_answer_and_never_by_get(client, reception):
    appointment_request = make_request()
    assert client.get(MANY).status_code == 405
    for role in ("Clinician", "Sender"):
        client.force_login(make_staff(role))
        assert press(client, [appointment_request], "take").status_code == 403
    client.force_login(make_staff("Clinician"))
    assert 'name="action"' not in text_of(client.get(LIST))
    assert states([appointment_request]) == ["new"]


def test_list_offers_only_what_is_ticked(client, reception, monkeypatch):
    """Django would offer to select all on all pages."""
    monkeypatch.setattr(AppointmentRequestAdmin, "list_per_page", 1)
    for _ in range(2):
        make_request()
    page = text_of(client.get(LIST))
    assert "0 of 1 selected" in page
    assert "across all pages" not in page
