"""The screen of one person who may not be safe."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.db.models import F

from booking.models import AppointmentRequest, SafetyStep
from clinic.privacy import access_log
from tests.booking.desk.safety import (
    ROUND,
    client_of,
    end,
    hand_to,
    legacy,
    make_turn,
    not_safe,
    press,
    try_once,
)
from tests.booking.desk.screens import LIST, at, text_of
from tests.booking.factories import FOR_CHILD, make_request, make_staff

pytestmark = pytest.mark.django_db


def told(appointment_request, **answers):
    appointment_request.answers.put(**answers)
    appointment_request.answers.save()
    return appointment_request


def later(do, *, minutes=15):
    SafetyStep.objects.update(at=F("at") - timedelta(minutes=minutes))
    return do()


def present(client, appointment_request):
    """The title of the step that is open."""
    page = text_of(client.get(at(appointment_request)))
    return page.split("<h3>Now: ", 1)[1].split("<", 1)[0].strip()


@pytest.mark.parametrize(
    ("answer", "shape", "word"), [("no", "▲", "Not safe"), ("unsure", "△", "Not sure")]
)
def test_strip_says_how_it_is_in_word_and_shape(client, reception, answer, shape, word):
    page = text_of(client.get(at(make_request(safe_now=answer))))
    strip = page.split('class="strip"', 1)[1].split("</div>", 1)[0]
    assert shape in strip
    assert word in strip
    assert 'href="tel:000"' in strip
    assert 'class="clock-' not in page


def test_where_and_whom_to_call_are_shown_once_it_is_logged(client, reception, monkeypatch):
    appointment_request = told(not_safe(), where_now="Flat 4", emergency_contact="Fern, sister")
    page = text_of(client.get(at(appointment_request)))
    assert "Flat 4" in page
    assert "Fern, sister" in page

    def fail(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr(access_log, "write", fail)
    response = client.get(at(appointment_request))
    assert response.status_code == 503
    assert "Flat 4" not in text_of(response)


def test_where_and_whom_to_call_are_closed_after_the_outcome():
    client, _ = client_of("Lead")
    appointment_request = told(not_safe(), where_now="Flat 4")
    end(client, appointment_request)
    assert "Flat 4" not in text_of(client.get(at(appointment_request)))
    opened = client.post(at(appointment_request, "open"), {"why": "triage"})
    assert "Flat 4" in text_of(opened)


def test_steps_follow_each_other(client, reception):
    appointment_request, clinician = not_safe(), make_staff("Clinician")
    found = [present(client, appointment_request)]
    for do in (
        lambda: try_once(client, appointment_request),
        lambda: later(lambda: try_once(client, appointment_request, text="Rang again")),
        lambda: hand_to(client, appointment_request, clinician, text="Sister at work"),
    ):
        assert do().status_code == 302
        found.append(present(client, appointment_request))
    assert found == [
        "First try", "Second try", "Hand over by name", "They say “I have it”",
    ]  # fmt: skip
    page = text_of(client.get(at(appointment_request)))
    assert "Rang again" in page
    assert "Sister at work" in page


def test_speaking_with_them_needs_no_second_try(client, reception):
    appointment_request = not_safe()
    try_once(client, appointment_request, came="spoke")
    assert present(client, appointment_request) == "Hand over by name"


def test_outcome_is_the_step_once_somebody_has_it():
    client, _ = client_of("Clinician")
    appointment_request = not_safe()
    press(client, appointment_request, "have")
    assert present(client, appointment_request) == "Outcome"
    assert "Record outcome" in text_of(client.get(at(appointment_request)))


def test_reception_reads_that_the_outcome_is_not_theirs(client, reception):
    page = text_of(client.get(at(not_safe())))
    assert "Clinician or lead only" in page
    assert "Record outcome" not in page
    assert "disabled" not in page.split('class="sheet flagged"', 1)[1]


@pytest.mark.parametrize(
    "changes",
    [
        FOR_CHILD,
        {"date_of_birth_day": "1", "date_of_birth_month": "2", "date_of_birth_year": "2015"},
    ],
)
def test_child_is_for_a_clinician_first(client, reception, changes):
    appointment_request = not_safe(**changes)
    assert "A child: a clinician decides before anybody calls." in text_of(
        client.get(at(appointment_request))
    )
    assert present(client, appointment_request) == "Hand over by name"


def test_whoever_is_on_duty_stands_first_with_how_to_reach_them(client, reception):
    first, second = make_staff("Clinician"), make_staff("Lead")
    for day in range(7):
        make_turn(first, day)
        make_turn(second, day, rank=2, phone="02 5550 0191")
    page = text_of(client.get(at(not_safe())))
    assert f'<option value="{first.pk}" selected>' in page
    assert page.index(f'<option value="{first.pk}"') < page.index(f'<option value="{second.pk}"')
    assert "02 5550 0190" in page


def test_flagged_again_begins_anew():
    client, _ = client_of("Lead")
    appointment_request = not_safe()
    try_once(client, appointment_request, text="Before")
    end(client, appointment_request, text="Agreed with them")
    press(client, appointment_request, "flag", level="2", text="Once more")
    assert present(client, appointment_request) == "First try"
    page = text_of(client.get(at(appointment_request)))
    assert page.index("Once more") < page.index("Agreed with them")


def test_every_step_has_words_in_the_timeline():
    client, clinician = client_of("Lead")
    appointment_request = make_request()
    press(client, appointment_request, "flag", level="2")
    try_once(client, appointment_request)
    try_once(client, appointment_request, came="spoke")
    hand_to(client, appointment_request, clinician)
    press(client, appointment_request, "rule", text="A serious threat")
    end(client, appointment_request)
    page = text_of(client.get(at(appointment_request)))
    for words in (
        "Marked as perhaps not safe by", "Tried, no answer: logged by", "Spoken with by",
        "Handed over by name by", "“I have it” said by", "A contact rule set aside by",
        "Safety outcome recorded by",
    ):  # fmt: skip
        assert words in page


def test_scripts_in_words_are_shown_as_text():
    client, lead = client_of("Lead")
    attack = "<script>alert(1)</script>"
    appointment_request = told(not_safe(), where_now=attack, emergency_contact=attack)
    try_once(client, appointment_request, text=attack)
    hand_to(client, appointment_request, lead, text=attack)
    press(client, appointment_request, "rule", text=attack)
    pages = [
        client.get(at(appointment_request)),
        client.get(LIST),
        client.get(ROUND),
        client.get("/admin/"),
    ]
    pages.append(end(client, appointment_request, outcome="", text=attack))
    end(client, appointment_request, text=attack)
    pages += [client.get(at(appointment_request)), end(client, appointment_request, text=attack)]
    assert not any(b"<script>alert" in page.content for page in pages)
    assert b"&lt;script&gt;alert" in pages[0].content


def test_legacy_shows_reception_no_steps(client, reception):
    page = text_of(client.get(at(legacy())))
    assert "Ended before outcomes were recorded" in page
    assert "Log: no answer" not in page
    assert "nothing left to do</button>" not in page


@pytest.mark.parametrize("state", ["booked", "withdrawn", "waitlisted", "waiting_for_client"])
def test_screen_is_the_same_in_every_state(client, reception, state):
    appointment_request = not_safe()
    AppointmentRequest.objects.filter(pk=appointment_request.pk).update(state=state)
    assert present(client, appointment_request) == "First try"
