"""A word that somebody added is seen at once, and stays unread until it is opened or answered."""

import uuid

import pytest
from django.db import OperationalError
from django.utils import timezone

from booking import actions, replies
from booking.client_page import actions as client_actions
from booking.models import AddedWord, AppointmentRequest, ClientLink, State
from booking.transitions import Details
from clinic.models import AccessLog
from tests.booking.desk.safety import ROUND, client_of, end, not_safe
from tests.booking.desk.screens import LIST, at, read, take, text_of
from tests.booking.desk.test_bulk import choose, press
from tests.booking.factories import make_request, make_staff

pytestmark = pytest.mark.django_db

MARK = "Word added, unread"
WORDS = "I have taken pills"
EVERYBODY = pytest.mark.parametrize("safe", ["no", "unsure", "yes"])


def write(appointment_request, words=WORDS):
    link, _ = ClientLink.make(appointment_request)
    client_actions.add_word(link, words, key=uuid.uuid4())
    appointment_request.refresh_from_db()
    return appointment_request


def wrote(safe="no", **changes):
    return write(make_request(safe_now=safe, **changes))


def is_unread(appointment_request):
    appointment_request.refresh_from_db()
    return appointment_request.client_wrote_at is not None


def became(appointment_request, state):
    AppointmentRequest.objects.filter(pk=appointment_request.pk).update(state=state)
    appointment_request.refresh_from_db()
    return appointment_request


def box(client, address="/admin/"):
    page = text_of(client.get(address))
    return page.partition('class="safety-box"')[2].partition("</section>")[0]


# --- Seen at once


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize(
    ("column", "words"), [("client_wrote_at", MARK), ("mail_problem_at", "Mail problem")]
)
def test_lane_says_it_first_in_every_state(client, reception, state, column, words):
    appointment_request = became(not_safe(), state)
    AppointmentRequest.objects.filter(pk=appointment_request.pk).update(**{column: timezone.now()})
    row = box(client).partition("<li>")[2]
    assert row.index(words) < row.index(appointment_request.reference)
    assert words in text_of(client.get(ROUND))
    look = {"client_wrote_at": "wrote", "mail_problem_at": "mail"}[column]
    listed = text_of(client.get(f"{LIST}?look={look}")).partition('id="result_list"')[2]
    assert appointment_request.reference in listed


def test_lane_says_how_many_are_unread(client, reception):
    assert MARK not in box(client)
    for safe in ("no", "unsure"):
        wrote(safe)
    assert f"{MARK}: 2." in box(client)


def test_today_has_it_in_my_next_and_in_the_counts(client, reception):
    appointment_request = wrote()
    page = text_of(client.get("/admin/"))
    assert "Nothing else is due now" not in page
    following = page.partition('id="next-title"')[2].partition("</section>")[0]
    assert appointment_request.reference in following
    assert "<strong>1</strong> word added, unread</a>" in page


@pytest.mark.parametrize("role", ["Reception", "Lead", "Clinician"])
def test_screen_opens_it_at_its_top_and_the_log_says_who(role):
    client, user = client_of(role)
    appointment_request = wrote()
    page = text_of(client.get(at(appointment_request)))
    top = page.partition('class="strip"')[0]
    assert MARK in top
    assert f'action="{at(appointment_request, "open")}#words"' in top
    assert WORDS not in page
    opened = text_of(read(client, appointment_request))
    assert WORDS in opened
    assert MARK not in opened.partition('id="t-timeline"')[0]
    assert AccessLog.objects.filter(
        about=appointment_request.about, act="read", actor=user
    ).exists()


def test_outcome_over_an_unread_word_says_so():
    client, _ = client_of("Lead")
    appointment_request = wrote()
    end(client, appointment_request)
    assert "They have added a word that nobody has read" in text_of(
        client.get(at(appointment_request))
    )
    assert is_unread(appointment_request)


# --- Unread until opened or answered


@EVERYBODY
def test_opened_it_is_read(client, reception, safe):
    appointment_request = wrote(safe)
    read(client, appointment_request)
    assert not is_unread(appointment_request)
    page = text_of(client.get(f"{LIST}?look=wrote"))
    assert appointment_request.reference not in page.partition('id="changelist-form"')[2]


@pytest.mark.parametrize("why", ["", "other", "made up"])
def test_without_a_reason_it_is_not_opened(client, reception, why):
    appointment_request = wrote()
    assert read(client, appointment_request, why=why).status_code == 422
    assert is_unread(appointment_request)


def test_without_the_log_it_is_not_opened(client, reception, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError

    appointment_request = wrote()
    monkeypatch.setattr(AccessLog.objects, "bulk_create", fail)
    assert read(client, appointment_request).status_code == 503
    assert is_unread(appointment_request)


def test_word_that_no_key_opens_is_not_read(client, reception):
    appointment_request = wrote()
    AddedWord.objects.update(text=b"x" * 60)
    read(client, appointment_request)
    assert is_unread(appointment_request)


def test_word_that_came_while_others_were_opened_stays_unread(client, reception, monkeypatch):
    appointment_request = wrote()
    words_of = "booking.desk.base_admin.words_of"
    monkeypatch.setattr(words_of, lambda _: write(appointment_request, "And more") and [])
    read(client, appointment_request)
    assert is_unread(appointment_request)


@EVERYBODY
@pytest.mark.parametrize("action", ["take", "assign"])
def test_one_press_for_many_reads_nothing(client, reception, safe, action):
    appointment_request = wrote(safe)
    assert (
        MARK in text_of(choose(client, [appointment_request], action)).partition('class="many"')[2]
    )
    press(client, [appointment_request], action, to=reception.pk)
    assert is_unread(appointment_request)


def test_one_press_for_many_ends_nothing_unread(client, reception):
    appointment_request, other = wrote("yes"), make_request()
    page = text_of(choose(client, [appointment_request, other], "mark_spam"))
    assert "because they added a word that nobody has read" in page
    assert "added a word that nobody has read" in text_of(
        press(client, [appointment_request, other], "mark_spam")
    )
    appointment_request.refresh_from_db()
    other.refresh_from_db()
    assert (appointment_request.state, other.state) == ("new", "spam")


@EVERYBODY
@pytest.mark.parametrize(
    ("before", "event", "details"),
    [
        ("new", "take", Details()),
        ("waitlisted", "resume", Details()),
        ("in_review", "waitlist", Details()),
        ("in_review", "withdraw", Details()),
        ("in_review", "mark_spam", Details()),
        ("waiting_for_client", "lapse", Details()),
        ("declined", "reopen", Details()),
    ],
)
def test_step_without_words_reads_nothing(safe, before, event, details):
    appointment_request = became(wrote(safe), before)
    lead = make_staff("Lead")
    actions.move(
        appointment_request,
        event,
        by=lead,
        seen_version=appointment_request.version,
        details=details,
    )
    assert is_unread(appointment_request)


@EVERYBODY
def test_step_with_words_to_them_answers_it(safe):
    appointment_request = became(wrote(safe), "in_review")
    details = Details(text="Ask there")
    actions.move(
        appointment_request,
        "decline",
        by=make_staff("Lead"),
        seen_version=appointment_request.version,
        details=details,
    )
    assert not is_unread(appointment_request)


def test_what_was_said_on_the_phone_answers_it():
    appointment_request, by = wrote(), make_staff("Reception")
    replies.record_spoken_answer(
        appointment_request,
        "Rang",
        by=by,
        seen_version=appointment_request.version,
        key=uuid.uuid4(),
    )
    assert not is_unread(appointment_request)


@pytest.mark.parametrize("event", ["take", "hold", "assign", "settle"])
def test_button_of_one_request_reads_nothing(client, reception, event):
    appointment_request = wrote()
    assert (
        take(
            client, appointment_request, appointment_request.version, event, to=reception.pk
        ).status_code
        == 302
    )
    assert is_unread(appointment_request)
