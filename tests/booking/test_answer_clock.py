"""By when the first answer is due (pitfall 25: evenings, holidays; pitfall 19: DST)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from booking import actions, answer_clock
from booking.client_page import actions as client_actions
from booking.desk import actions as desk_actions
from booking.models import AppointmentRequest, ClientLink
from booking.models.choices import Kind as RequestKind
from booking.transitions import Details
from clinic.models import ClinicDetails, Door, Holiday, OutgoingEmail
from tests.booking.factories import make_request, make_staff

pytestmark = pytest.mark.django_db
SYDNEY = ZoneInfo("Australia/Sydney")
TUESDAY = datetime(2026, 11, 24, 10, tzinfo=SYDNEY)
THURSDAY_EVENING = datetime(2026, 11, 26, 17, tzinfo=SYDNEY)


def sent_on_tuesday(kind=RequestKind.NEW_CLIENT):
    """Sent at ten, to be answered within two working days."""
    with time_machine.travel(TUESDAY, tick=False):
        return make_request(kind)


def do(appointment_request, action, *args, at, **kwargs):
    """Let reception do something with the request at a moment."""
    with time_machine.travel(at, tick=False):
        appointment_request = AppointmentRequest.objects.get(pk=appointment_request.pk)
        by = make_staff("Lead")
        return action(
            appointment_request, *args, by=by, seen_version=appointment_request.version, **kwargs
        )


def status(appointment_request, at):
    return answer_clock.status(appointment_request, ClinicDetails.current(), at)


def test_answer_is_due_when_the_form_said():
    assert sent_on_tuesday().answer_due_at == THURSDAY_EVENING


def test_each_kind_has_its_own_days():
    ClinicDetails.load()
    ClinicDetails.objects.update(answer_days_existing=1, answer_days_assessments=5)
    days = {
        kind: sent_on_tuesday(kind).answer_due_at.astimezone(SYDNEY).day for kind in RequestKind
    }
    assert days == {"new_client": 26, "existing_client": 25, "assessment": 1}


def test_waiting_list_has_no_clock():
    ClinicDetails.load()
    ClinicDetails.objects.update(new_clients=Door.WAITLIST)
    appointment_request = sent_on_tuesday()
    assert (appointment_request.answer_due_at, status(appointment_request, THURSDAY_EVENING)) == (
        None,
        "none",
    )


@pytest.mark.parametrize(
    ("day", "hour", "shown"),
    [(26, 13, "green"), (26, 14, "amber"), (26, 17, "red"), (27, 9, "red")],
)
def test_lamp_warns_three_opening_hours_before(day, hour, shown):
    at = datetime(2026, 11, day, hour, 1, tzinfo=SYDNEY)
    assert status(sent_on_tuesday(), at) == shown


def test_words_say_until_when():
    appointment_request, clinic = sent_on_tuesday(), ClinicDetails.current()
    assert (
        answer_clock.status_text(appointment_request, clinic, TUESDAY)
        == "Answer by Thursday 26 November, 5 pm"
    )
    late = answer_clock.status_text(appointment_request, clinic, THURSDAY_EVENING)
    assert late == "Late since Thursday 26 November, 5 pm"


def test_hold_stops_the_clock_for_its_opening_hours():
    appointment_request = do(
        sent_on_tuesday(), desk_actions.put_on_hold, at=TUESDAY + timedelta(hours=5)
    )
    assert status(appointment_request, THURSDAY_EVENING) == "stopped"
    appointment_request = do(
        appointment_request, desk_actions.take_off_hold, at=TUESDAY + timedelta(hours=25)
    )
    # Two hours on Tuesday and two on Wednesday, counted on from Thursday's end.
    assert appointment_request.answer_due_at == datetime(2026, 11, 27, 13, tzinfo=SYDNEY)


def test_waiting_for_the_client_stops_it_and_their_word_ends_that():
    appointment_request = do(sent_on_tuesday(), actions.move, "take", at=TUESDAY)
    rang = Details(note="Rang, asked which morning suits")
    appointment_request = do(
        appointment_request, actions.move, "await_client", at=TUESDAY, details=rang
    )
    assert appointment_request.clock_stopped_at == TUESDAY
    link, _ = ClientLink.make(appointment_request)
    client_actions.add_word(link, "More", key=appointment_request.form_key)
    appointment_request.refresh_from_db()
    assert (appointment_request.state, appointment_request.clock_stopped_at) == ("in_review", None)
    assert appointment_request.client_wrote_at
    assert status(appointment_request, TUESDAY) == "answered"  # we had answered before


def test_holiday_entered_later_lengthens_and_one_taken_back_does_not_shorten():
    appointment_request, clinic = sent_on_tuesday(), ClinicDetails.load()
    with time_machine.travel(TUESDAY, tick=False):
        holiday = Holiday.objects.create(clinic=clinic, date=date(2026, 11, 25))
        answer_clock.update_due_times()
        appointment_request.refresh_from_db()
        assert appointment_request.answer_due_at == datetime(2026, 11, 27, 17, tzinfo=SYDNEY)
        holiday.delete()
        answer_clock.update_due_times()
        appointment_request.refresh_from_db()
    assert appointment_request.answer_due_at == datetime(2026, 11, 27, 17, tzinfo=SYDNEY)


def test_late_answer_raises_one_neutral_mail_to_reception():
    appointment_request = sent_on_tuesday()
    OutgoingEmail.objects.all().delete()
    with time_machine.travel(THURSDAY_EVENING - timedelta(minutes=1), tick=False):
        assert answer_clock.notify_overdue() == 0
    with time_machine.travel(THURSDAY_EVENING, tick=False):
        assert [answer_clock.notify_overdue() for _ in range(2)] == [1, 0]
    mail = OutgoingEmail.objects.get()
    assert (mail.to, mail.subject) == (
        settings.RECEPTION_EMAIL,
        f"Answer is late: request {appointment_request.reference}",
    )
    assert "Sample" not in mail.text
    assert appointment_request.events.last().actor_kind == "system"


@pytest.mark.parametrize("action", ["answered", "ended", "held"])
def test_nobody_is_told_where_no_answer_is_owed(action):
    appointment_request = sent_on_tuesday()
    if action == "ended":
        do(appointment_request, actions.move, "mark_spam", at=TUESDAY)
    elif action == "held":
        do(appointment_request, desk_actions.put_on_hold, at=TUESDAY)
    else:
        AppointmentRequest.objects.update(answered_at=timezone.now())
    with time_machine.travel(THURSDAY_EVENING, tick=False):
        assert answer_clock.notify_overdue() == 0
