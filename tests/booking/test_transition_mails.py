"""What the person hears when their request makes a step."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from booking import actions
from booking.errors import MissingDetailError
from booking.models import Appointment, Reply
from booking.transitions import Details
from clinic.models import OutgoingEmail
from tests.booking.factories import make_clinician, make_request, make_staff

pytestmark = pytest.mark.django_db
AGREED = datetime(2026, 12, 1, 9, 30, tzinfo=ZoneInfo("Australia/Sydney"))
ELSEWHERE = "Ask at Example House, 02 5550 0199."


def step(event, *, before=("take",), told="", **changes):
    by, appointment_request = make_staff("Lead"), make_request(**changes)
    for number, name in enumerate((*before, event), start=1):
        time = Appointment(starts_at=AGREED, format="video", clinician=make_clinician())
        words = ELSEWHERE if name == "decline" else ""
        details = Details(text=words, note=told, appointment=time if name == "book" else None)
        appointment_request = actions.move(
            appointment_request, name, by=by, seen_version=number, details=details
        )
    return appointment_request


def mail_of(event):
    return OutgoingEmail.objects.get(kind=f"booking/{event}")


def test_agreed_time_stands_in_the_mail_if_the_person_wants_plain_words():
    step("book", plain_mails="on")
    mail = mail_of("confirmed")
    assert "Tuesday 1 December, 9:30 am with Sample clinician" in mail.text
    assert "Tuesday 1 December, 9:30 am" in mail.html


@pytest.mark.parametrize(
    ("event", "noun"), [("book", "confirmed"), ("decline", "declined"), ("waitlist", "waitlisted")]
)
def test_neutral_mail_says_only_that_there_is_news(event, noun):
    step(event)
    mail = mail_of(noun)
    seen = f"{mail.sender} {mail.subject} {mail.text} {mail.html}".replace("/appointments/", "")
    assert "There is news about your message" in seen
    for word in ("appointment", "Psychology", "December", "Example House", "waiting list"):
        assert word not in seen


def test_mail_waits_three_minutes_and_goes_unless_the_step_is_taken_back(outbox_sent):
    with time_machine.travel(timezone.now(), tick=False) as now:
        step("decline", plain_mails="on")
        assert not [m for m in outbox_sent() if ELSEWHERE in m.body]
        now.shift(timedelta(minutes=3))
        assert [m.to for m in outbox_sent() if ELSEWHERE in m.body] == [["client@example.org"]]


def test_step_taken_back_is_not_told(outbox_sent):
    with time_machine.travel(timezone.now(), tick=False) as now:
        appointment_request = step("decline", plain_mails="on")
        actions.move(appointment_request, "reopen", by=make_staff("Lead"), seen_version=3)
        now.shift(timedelta(minutes=5))
        assert not [m for m in outbox_sent() if ELSEWHERE in m.body]


def test_who_allowed_no_mail_gets_none():
    phone = {"contact_preference": "phone", "phone": "02 5550 0199"}
    with pytest.raises(MissingDetailError, match="Tell them"):
        step("decline", **phone)
    step("decline", told="Rang", **phone)
    assert not OutgoingEmail.objects.filter(kind="booking/declined").exists()
    assert Reply.objects.get().read() == ELSEWHERE


@pytest.mark.parametrize(
    ("event", "asks"),
    [("book", "which time"), ("decline", "where else"), ("mark_duplicate", "which other request")],
)
def test_step_asks_for_what_it_needs(event, asks):
    before = () if event == "mark_duplicate" else ("take",)
    by, appointment_request = make_staff("Lead"), make_request()
    for name in before:
        appointment_request = actions.move(appointment_request, name, by=by, seen_version=1)
    with pytest.raises(MissingDetailError, match=asks):
        actions.move(appointment_request, event, by=by, seen_version=appointment_request.version)
    appointment_request.refresh_from_db()
    assert appointment_request.version == 1 + len(before)


@pytest.mark.parametrize("which", ["itself", "a duplicate"])
def test_duplicate_points_to_a_request_that_goes_on(which):
    by, appointment_request, other = make_staff("Lead"), make_request(), make_request()
    if which == "itself":
        other = appointment_request
    else:
        first = Details(duplicate_of=make_request())
        other = actions.move(other, "mark_duplicate", by=by, seen_version=1, details=first)
    with pytest.raises(MissingDetailError):
        actions.move(
            appointment_request,
            "mark_duplicate",
            by=by,
            seen_version=1,
            details=Details(duplicate_of=other),
        )
