"""The promise of form, receipt and mail is the same, and true whenever it is read."""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine

from booking import promise
from booking.models.choices import Kind as RequestKind
from clinic.models import ClinicDetails, Holiday, OpeningHours
from tests.booking.factories import KINDS, RECEIVED, address, break_database, filled, make_request

pytestmark = pytest.mark.django_db
#: In Sydney: Tuesday 24 November 2026, 10 am; the Friday after, 6 pm.
TUESDAY, FRIDAY_EVENING = "2026-11-23T23:00Z", "2026-11-27T07:00Z"


def main_of(response):
    page = unescape(response.content.decode())
    return " ".join(re.sub("<[^>]+>", "", page[page.index("<main") : page.index("</main")]).split())


def form_at(client, moment, kind=RequestKind.NEW_CLIENT):
    with time_machine.travel(moment, tick=False):
        return main_of(client.get(address(kind)))


@pytest.mark.parametrize("kind", KINDS)
def test_form_names_the_day_while_we_are_here(client, kind):
    said = form_at(client, TUESDAY, kind)
    assert "We are here now, until 5 pm. A person reads your request today." in said
    assert "We answer by Thursday 26 November." in said


def test_form_names_the_next_opening(client):
    said = form_at(client, FRIDAY_EVENING)
    assert "A person reads requests again on Monday 30 November, from 9 am." in said
    assert "We answer by Wednesday 2 December." in said


def test_form_knows_holidays_and_the_editors_promise(client):
    clinic = ClinicDetails.load()
    clinic.answer_days = 3
    clinic.save()
    Holiday.objects.create(clinic=clinic, date="2026-11-30", name="Staff day")
    said = form_at(client, FRIDAY_EVENING)
    assert "again on Tuesday 1 December, from 9 am." in said
    assert "We answer by Friday 4 December." in said


def test_without_opening_hours_only_days_are_promised(client):
    OpeningHours.objects.all().delete()
    said = form_at(client, TUESDAY)
    assert "We answer within two working days." in said
    assert "A person reads" not in said


def test_receipt_keeps_its_promise_however_late_it_is_read(client):
    with time_machine.travel(TUESDAY) as now:
        client.post(address(RequestKind.NEW_CLIENT), filled(RequestKind.NEW_CLIENT))
        said = main_of(client.get(RECEIVED))
        now.shift(timedelta(minutes=29))
        assert main_of(client.get(RECEIVED)) == said
    assert "A person reads it on Tuesday 24 November." in said
    assert "We answer by Thursday 26 November. You get our answer by email." in said


def test_receipt_says_what_held_when_it_was_sent(client):
    with time_machine.travel("2026-11-24T05:29Z") as now:  # 4:29 pm
        client.post(address(RequestKind.NEW_CLIENT), filled(RequestKind.NEW_CLIENT))
        now.shift(timedelta(minutes=5))
        assert "We answer by Thursday 26 November." in main_of(client.get(RECEIVED))


def test_mail_says_the_same_as_the_receipt(client, outbox_sent):
    with time_machine.travel(FRIDAY_EVENING):
        client.post(address(RequestKind.NEW_CLIENT), filled(RequestKind.NEW_CLIENT))
        receipt = next(m for m in outbox_sent() if m.to == ["client@example.org"])
        shown = main_of(client.get(RECEIVED))
    for text in (receipt.body, receipt.alternatives[0][0]):
        for words in ("on Monday 30 November.", "We answer by Wednesday 2 December."):
            assert words in text
            assert words in shown


def test_promise_that_was_not_kept_says_so():
    with time_machine.travel(TUESDAY, tick=False) as now:
        appointment_request, clinic = make_request(), ClinicDetails.current()
        assert (
            promise.for_request(appointment_request, clinic).answer
            == "We answer by Thursday 26 November."
        )
        now.shift(timedelta(days=3))
        late = "We said that we answer by Thursday 26 November. We are late, and sorry."
        assert promise.for_request(appointment_request, clinic).answer == late


def test_database_away_promises_nothing(client, monkeypatch):
    break_database(monkeypatch)
    page = client.get(address(RequestKind.NEW_CLIENT)).content.decode()
    assert "Send request" in page
    assert "We answer" not in page
