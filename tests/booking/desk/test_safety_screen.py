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


def told(asked, **answers):
    asked.answers.put(**answers)
    asked.answers.save()
    return asked


def later(do, *, minutes=15):
    SafetyStep.objects.update(at=F("at") - timedelta(minutes=minutes))
    return do()


def present(client, asked):
    """The title of the step that is open."""
    page = text_of(client.get(at(asked)))
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
    asked = told(not_safe(), where_now="Flat 4", emergency_contact="Fern, sister")
    page = text_of(client.get(at(asked)))
    assert "Flat 4" in page
    assert "Fern, sister" in page

    def fail(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr(access_log, "write", fail)
    response = client.get(at(asked))
    assert response.status_code == 503
    assert "Flat 4" not in text_of(response)


def test_where_and_whom_to_call_are_closed_after_the_outcome():
    client, _ = client_of("Lead")
    asked = told(not_safe(), where_now="Flat 4")
    end(client, asked)
    assert "Flat 4" not in text_of(client.get(at(asked)))
    opened = client.post(at(asked, "open"), {"why": "triage"})
    assert "Flat 4" in text_of(opened)


def test_steps_follow_each_other(client, reception):
    asked, clinician = not_safe(), make_staff("Clinician")
    found = [present(client, asked)]
    for do in (
        lambda: try_once(client, asked),
        lambda: later(lambda: try_once(client, asked, text="Rang again")),
        lambda: hand_to(client, asked, clinician, text="Sister at work"),
    ):
        assert do().status_code == 302
        found.append(present(client, asked))
    assert found == [
        "First try", "Second try", "Hand over by name", "They say “I have it”",
    ]  # fmt: skip
    page = text_of(client.get(at(asked)))
    assert "Rang again" in page
    assert "Sister at work" in page


def test_speaking_with_them_needs_no_second_try(client, reception):
    asked = not_safe()
    try_once(client, asked, came="spoke")
    assert present(client, asked) == "Hand over by name"


def test_outcome_is_the_step_once_somebody_has_it():
    client, _ = client_of("Clinician")
    asked = not_safe()
    press(client, asked, "have")
    assert present(client, asked) == "Outcome"
    assert "Record outcome" in text_of(client.get(at(asked)))


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
    asked = not_safe(**changes)
    assert "A child: a clinician decides before anybody calls." in text_of(client.get(at(asked)))
    assert present(client, asked) == "Hand over by name"


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
    asked = not_safe()
    try_once(client, asked, text="Before")
    end(client, asked, text="Agreed with them")
    press(client, asked, "flag", level="2", text="Once more")
    assert present(client, asked) == "First try"
    page = text_of(client.get(at(asked)))
    assert page.index("Once more") < page.index("Agreed with them")


def test_every_step_has_words_in_the_timeline():
    client, clinician = client_of("Lead")
    asked = make_request()
    press(client, asked, "flag", level="2")
    try_once(client, asked)
    try_once(client, asked, came="spoke")
    hand_to(client, asked, clinician)
    press(client, asked, "rule", text="A serious threat")
    end(client, asked)
    page = text_of(client.get(at(asked)))
    for words in (
        "Marked as perhaps not safe by", "Tried, no answer: logged by", "Spoken with by",
        "Handed over by name by", "“I have it” said by", "A contact rule set aside by",
        "Safety outcome recorded by",
    ):  # fmt: skip
        assert words in page


def test_scripts_in_words_are_shown_as_text():
    client, lead = client_of("Lead")
    attack = "<script>alert(1)</script>"
    asked = told(not_safe(), where_now=attack, emergency_contact=attack)
    try_once(client, asked, text=attack)
    hand_to(client, asked, lead, text=attack)
    press(client, asked, "rule", text=attack)
    pages = [client.get(at(asked)), client.get(LIST), client.get(ROUND), client.get("/admin/")]
    pages.append(end(client, asked, outcome="", text=attack))
    end(client, asked, text=attack)
    pages += [client.get(at(asked)), end(client, asked, text=attack)]
    assert not any(b"<script>alert" in page.content for page in pages)
    assert b"&lt;script&gt;alert" in pages[0].content


def test_legacy_shows_reception_no_steps(client, reception):
    page = text_of(client.get(at(legacy())))
    assert "Ended before outcomes were recorded" in page
    assert "Log: no answer" not in page
    assert "nothing left to do</button>" not in page


@pytest.mark.parametrize("state", ["booked", "withdrawn", "waitlisted", "waiting_for_client"])
def test_screen_is_the_same_in_every_state(client, reception, state):
    asked = not_safe()
    AppointmentRequest.objects.filter(pk=asked.pk).update(state=state)
    assert present(client, asked) == "First try"
