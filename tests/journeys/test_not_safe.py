"""Just before the practice closes somebody writes that they are not safe."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.served import text_of
from tests.journeys.test_client import REFERENCE, choose, fill_new_client, fill_shared, send
from tests.waiting import wait_for

LINK = re.compile(r"https?://\S+(/appointments/r/\S+)")
DESK = re.compile(r"https?://\S+(/admin/\S+)")
CLIENT, DUTY = "not-safe@example.org", "on-duty@example.org"
#: Opening hours of every day, as (opens, closes); the clinician on duty, or nobody.
HOURS = """
import datetime
from django.contrib.auth import get_user_model
from clinic.finished_pages import changes
from clinic.models import ClinicDetails, DutyTurn, OpeningHours
clinic = ClinicDetails.load()
OpeningHours.objects.all().delete()
DutyTurn.objects.all().delete()
for day in range(7):
    for opens, closes in {spans}:
        OpeningHours.objects.create(clinic=clinic, day=day, opens=datetime.time(*opens),
                                    closes=datetime.time(*closes))
    if {duty!r}:
        person = get_user_model().objects.get(username="clinician")
        DutyTurn.objects.create(clinic=clinic, person=person, day=day, phone="02 5550 0190",
                                email={duty!r})
changes.renew()
"""
KEEP = """
import json, pathlib
from clinic.models import DutyTurn, OpeningHours
rows = [[m.__name__, list(m.objects.values())] for m in (OpeningHours, DutyTurn)]
pathlib.Path({file!r}).write_text(repr(rows))
"""
PUT_BACK = """
import datetime, pathlib
from clinic import models
from clinic.finished_pages import changes
for name, rows in eval(pathlib.Path({file!r}).read_text()):
    model = getattr(models, name)
    model.objects.all().delete()
    model.objects.bulk_create(model(**row) for row in rows)
changes.renew()
"""
#: As if the few minutes after the outcome were over.
LATER = """
from datetime import timedelta
from django.db.models import F
from booking.safety import actions as safety_actions
from booking.models import AppointmentRequest
found = AppointmentRequest.objects.filter(email="not-safe@example.org")
found.update(safety_outcome_at=F("safety_outcome_at") - timedelta(minutes=4))
safety_actions.erase_requested()
assert not found.exists()
"""
#: As if the first try had been then.
QUARTER_OF_AN_HOUR = """
from datetime import timedelta
from django.db.models import F
from booking.models import SafetyStep
SafetyStep.objects.filter(kind="no_answer").update(at=F("at") - timedelta(minutes=15))
"""
ALL_DAY = [((0, 0), (23, 59))]
#: What the form says depends on the minute of the day; these are all it may say.
OPEN = re.compile(r"We try to call you today until|We close at 11:59 pm")


@pytest.fixture
def hours(site, tmp_path):
    """Call it with spans and an address on duty; afterwards the site is as before."""
    file = str(tmp_path / "hours")
    site.shell(KEEP.format(file=file))
    yield lambda spans, duty: site.shell(HOURS.format(spans=spans, duty=duty))
    site.shell(PUT_BACK.format(file=file))


def write(page):
    """The new client form, answered with “No”."""
    page.goto("/appointments/new-client/")
    fill_shared(page, CLIENT)
    choose(page, "safe_now", "no")
    page.locator("[name=where_now]").fill("Flat 4, 12 Sample Street")
    page.locator("[name=emergency_contact]").fill("Fern, 02 5550 0163")
    page.locator("[name=phone]").fill("02 5550 0112")
    page.locator("[name=may_call]").check()
    fill_new_client(page)
    send(page)
    page.wait_for_url("**/appointments/received/")


def open_at(visit, log_in, role, address, width=1280):
    page = visit(width=width)
    log_in(page, role)
    page.goto(address)
    return page


def asks_to_look_after(site):
    """The note that asks to say “I have it”, as soon as there is one."""
    notes = map(text_of, site.mails(DUTY))
    return next((note for note in notes if "I have it" in note), None)


def press(page, words):
    page.get_by_role("main").get_by_role("button", name=words).first.click()


def test_not_safe_before_closing_until_an_outcome(hours, visit, site, log_in, accessible):
    hours(ALL_DAY, DUTY)
    # Given somebody who says on an old phone that they are not safe
    client = visit(width=360)
    write(client)
    expect(client.get_by_text(OPEN).first).to_be_visible()
    expect(client.get_by_text("We answer by")).to_have_count(0)
    accessible(client)
    # Then whoever is on duty hears of it, without a name
    notice = text_of(site.mail(DUTY))
    assert "Please read it before all others" in notice
    assert "Sample" not in notice
    # When reception tries twice and hands over by name
    desk = open_at(visit, log_in, "reception", DESK.search(notice)[1])
    expect(desk.get_by_text("Flat 4, 12 Sample Street")).to_be_visible()
    accessible(desk)
    press(desk, "Log: no answer")
    expect(desk.get_by_text("minutes after the first.")).to_be_visible()
    site.shell(QUARTER_OF_AN_HOUR)
    press(desk, "Log: no answer")
    expect(desk.get_by_role("heading", name="Now: Hand over")).to_be_visible()
    accessible(desk)
    press(desk, "Hand over to this person")
    # And meanwhile somebody with the link withdraws and wants everything erased
    link = LINK.search(text_of(site.mail(CLIENT)))[1]
    client.goto(link)
    client.locator("summary", has_text="Withdraw your request").click()
    client.get_by_label("erase", exact=False).first.check()
    client.get_by_role("button", name="Withdraw").click()
    expect(client.get_by_text("as soon as somebody here has made sure")).to_be_visible()
    accessible(client)
    client.get_by_role("main").get_by_role("button").first.click()
    expect(client.get_by_text("You asked us to erase everything on")).to_be_visible()
    # Then they stand first on the desk all the same
    desk.goto("/admin/")
    reference = REFERENCE.search(notice)[0]
    expect(desk.locator(".safety-box").get_by_text(reference)).to_be_visible()
    accessible(desk)
    # And the clinician has it, and records how it ended
    asked = wait_for(lambda: asks_to_look_after(site), "the note to whoever is on duty")
    ruth = open_at(visit, log_in, "clinician", DESK.search(asked)[1])
    press(ruth, "I have it")
    ruth.get_by_label("Safe now, and what was agreed").check()
    ruth.get_by_role("main").get_by_label("What was agreed or done?").locator("visible=true").fill(
        "Spoke with her; her sister stays tonight."
    )
    accessible(ruth)
    press(ruth, "Record outcome")
    # Then they are off the lane, and everything is erased but a record without words
    desk.goto("/admin/")
    expect(desk.locator(".safety-box").get_by_text(reference)).to_have_count(0)
    site.shell(LATER)
    client.goto(link)
    expect(client.get_by_role("heading", level=1)).not_to_have_text("Your request")


def test_not_safe_while_closed_without_anybody_on_duty(hours, visit, site):
    hours([], "")
    page = visit(width=360, javascript=False)
    page.goto("/appointments/new-client/")
    said = page.locator(".safety-here")
    expect(said).to_contain_text("We do not read requests at all hours.")
    expect(said).to_contain_text("Call 000 or Lifeline 13 11 14 now.")
    expect(page.locator("[name=where_now]")).to_be_visible()
