"""Everything reception does with one request, by its buttons."""

from datetime import timedelta

import pytest
from django.utils import timezone

from booking.models import AppointmentRequest
from tests.booking.desk.screens import at, take, text_of
from tests.booking.factories import make_clinician, make_request, make_staff

pytestmark = pytest.mark.django_db
TOMORROW = timezone.localdate() + timedelta(days=1)


@pytest.fixture
def taken(client, reception):
    appointment_request = make_request()
    take(client, appointment_request)
    return AppointmentRequest.objects.get(pk=appointment_request.pk)


def perform(client, appointment_request, name, **form):
    response = take(client, appointment_request, appointment_request.version, name, **form)
    appointment_request.refresh_from_db()
    return response


def test_new_request_shows_the_next_act_first(client, reception):
    page = text_of(client.get(at(make_request())))
    assert '<button type="submit" class="default">Take this request</button>' in page
    assert page.count('class="default"') == 2  # and the one that opens the words
    assert "<summary>Close without an answer</summary>" in page
    assert 'name="to"' in page


def test_agreed_time_is_kept_and_confirmed(client, taken):
    clinician = make_clinician()
    form = {"day": TOMORROW, "time": "14:30", "clinician": clinician.pk, "format": "video"}
    response = perform(client, taken, "book", **form)
    assert response.status_code == 302
    agreed = taken.appointments.get()
    assert timezone.localtime(agreed.starts_at).strftime("%H:%M") == "14:30"
    assert (taken.state, agreed.clinician, agreed.format) == ("booked", clinician, "video")
    assert "leaves in three minutes" in text_of(client.get(at(taken)))


@pytest.mark.parametrize(
    ("name", "form", "words"),
    [
        ("book", {}, "Choose the day."),
        ("book", {"day": "x", "time": "25:00"}, "Enter a time such as 9:00, 14:30 or 9 am."),
        ("book", {"day": "2020-01-01", "time": "9:00", "format": "phone"}, "This time has passed"),
        ("book", {"day": TOMORROW, "time": "9:00", "format": "any"}, "Select a valid choice"),
        ("decline", {"text": " "}, "Say where else they can turn to."),
        ("decline", {"text": "Dear {nmae}"}, "Nothing can be put in for {nmae}"),
        ("mark_duplicate", {"reference": "MM-9999-9999"}, "There is no request with this"),
        ("mark_spam", {}, "Read it first"),
        ("assign", {"to": "999999"}, "Select a valid choice"),
        ("follow-up", {"on": "2020-01-01"}, "Choose a day after today."),
    ],
)  # fmt: skip
def test_form_that_is_not_taken_stands_open_with_what_is_wrong(client, taken, name, form, words):
    response = perform(client, taken, name, **form)
    page = text_of(response)
    assert response.status_code == 422
    assert words in page
    assert '<details class="group" open>' in page
    assert taken.state == "in_review"


def test_duplicate_of_itself_is_refused(client, taken):
    response = perform(client, taken, "mark_duplicate", reference=taken.reference)
    assert response.status_code == 422
    assert "Say which other request" in text_of(response)


def test_duplicate_points_to_the_other(client, taken):
    other = make_request()
    perform(client, taken, "mark_duplicate", reference=other.reference.lower())
    assert (taken.state, taken.duplicate_of) == ("duplicate", other)
    assert f'Duplicate of</strong> <a href="{at(other)}"' in text_of(client.get(at(taken)))


def test_decline_says_where_else(client, taken):
    assert 'name="text"' in text_of(client.get(at(taken)))
    perform(client, taken, "decline", text="Ask {name}'s GP.")
    assert taken.state == "declined"
    assert taken.replies.get().read() == "Ask Sample Person's GP."


def test_hand_over(client, taken):
    colleague = make_staff("Lead")
    perform(client, taken, "assign", to=colleague.pk)
    assert taken.assigned_to == colleague
    assert f"{colleague} has it" in text_of(client.get(at(taken)))
    perform(client, taken, "assign", to="")
    assert taken.assigned_to is None


def test_only_who_may_answer_can_be_handed_a_request(client, taken):
    assert perform(client, taken, "assign", to=make_staff("Sender").pk).status_code == 422


def test_hold_and_go_on(client, taken):
    perform(client, taken, "hold")
    page = text_of(client.get(at(taken)))
    assert "On hold</strong> since" in page
    assert "Put on hold</button>" not in page
    perform(client, taken, "release")
    assert taken.on_hold_since is None


def test_follow_up(client, taken):
    perform(client, taken, "follow-up", on=TOMORROW)
    assert taken.follow_up_on == TOMORROW
    assert "Look again</strong> on" in text_of(client.get(at(taken)))
    perform(client, taken, "follow-up", on="")
    assert taken.follow_up_on is None


def test_lost_mail_is_dealt_with(client, taken):
    AppointmentRequest.objects.filter(pk=taken.pk).update(mail_problem_at=timezone.now())
    assert "Mail problem" in text_of(client.get(at(taken)))
    perform(client, taken, "settle")
    assert taken.mail_problem_at is None
    assert "Mail problem" not in text_of(client.get(at(taken)))


def test_waiting_list(client, taken):
    perform(client, taken, "waitlist", text="")
    assert taken.state == "waitlisted"


def test_only_the_lead_reopens(client, taken):
    perform(client, taken, "withdraw")
    assert "The lead can reopen it." in text_of(client.get(at(taken)))
    assert perform(client, taken, "reopen").status_code == 403
    client.force_login(make_staff("Lead"))
    assert "Reopen</button>" in text_of(client.get(at(taken)))
    perform(client, taken, "reopen")
    assert taken.state == "in_review"


def test_who_allowed_no_mail_is_told_otherwise(client, reception):
    appointment_request = make_request(phone="02 5550 0199", contact_preference="phone")
    take(client, appointment_request)
    appointment_request.refresh_from_db()
    assert "They allow no mail: nothing is sent." in text_of(client.get(at(appointment_request)))
    refused = perform(client, appointment_request, "waitlist", text="A place in March")
    assert (refused.status_code, "Tell them first" in text_of(refused)) == (422, True)
    assert "A place in March" in text_of(refused)
    perform(client, appointment_request, "waitlist", told="on")
    assert "They allow no mail: tell them" in text_of(client.get(at(appointment_request)))
    appointment_request.refresh_from_db()
    assert appointment_request.answered_at


@pytest.mark.parametrize("name", ["hold", "follow-up", "assign", "settle"])
def test_same_press_twice_is_once(client, taken, name):
    first = taken.version
    for _ in range(2):
        assert take(client, taken, first, name, to="", on=TOMORROW).status_code == 302
    taken.refresh_from_db()
    assert taken.version == first + 1


def test_screen_costs_fifteen_queries(client, taken, remembered, django_assert_max_num_queries):
    make_request(phone="02 5550 0199")
    with django_assert_max_num_queries(15):
        client.get(at(taken))
