"""A log-in ends while reception is on the phone: said before, put off by typing, nothing lost."""

import base64
import json

from django_otp.oath import TOTP
from playwright.sync_api import expect

from tests.journeys.test_client import fill_new_client, fill_shared
from tests.journeys.test_second_step import PASSWORD, press

ADD = """
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
make = get_user_model().objects.create_user
user = make("on-the-phone", "on-the-phone@example.org", "{password}", is_staff=True)
user.groups.add(Group.objects.get(name="Reception"))
"""
#: Nobody was there for so many seconds more.
AGE = """
from django.contrib.sessions.models import Session
for row in Session.objects.all():
    held = row.get_decoded()
    if "seen_at" in held:
        held["seen_at"] -= {seconds}
        row.session_data = Session.objects.encode(held)
        row.save()
"""
FORM = "/admin/booking/appointmentrequest/by-phone/new_client/"
#: Every field of the form that a person sees, as it stands.
READ = """() => {
  const fields = [...document.querySelector("main form, #content form").elements];
  const seen = fields.filter((f) => f.name && !["hidden", "submit", "button"].includes(f.type));
  return seen.map((f) => [f.name, ["checkbox", "radio"].includes(f.type) ? f.checked : f.value]);
}"""


def come_in(page):
    """The first day: an app is set up. Gives the codes on paper."""
    page.goto("/admin/login/")
    page.get_by_label("Username").fill("on-the-phone")
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Log in")
    press(page, "Set up an app")
    page.get_by_text("No camera?").click()
    key = page.locator(".key").inner_text().replace(" ", "")
    page.get_by_label("Code").fill(f"{TOTP(base64.b32decode(key)).token():06}")
    press(page, "Done")
    return page.locator(".recovery-codes code").all_inner_texts()


def type_everything(page):
    fill_shared(page, "caller@example.org")
    fill_new_client(page)
    page.locator("[name=wish_1_day]").select_option("tue")
    page.locator("[name=date_of_birth_day]").fill("3")
    page.locator("[name=date_of_birth_month]").fill("4")
    page.locator("[name=date_of_birth_year]").fill("1980")


def away(page, site, minutes):
    site.shell(AGE.format(seconds=60 * minutes))
    page.clock.fast_forward(1000 * 60 * minutes)


def test_fault_11_phone_request_outlives_the_log_in(visit, site, accessible):
    site.shell(ADD.format(password=PASSWORD))
    page = visit(width=1280)
    page.clock.install()
    codes = come_in(page)
    page.goto(FORM)
    type_everything(page)
    typed = page.evaluate(READ)
    # Two minutes before the end the page says so, and a button puts it off
    away(page, site, 13.5)
    warning = page.locator(".session-end")
    expect(warning).to_contain_text("logged out in two minutes")
    accessible(page)
    page.get_by_role("button", name="Stay logged in").click()
    expect(warning).to_have_count(0)
    # Typing does the same
    away(page, site, 12)
    with page.expect_response("**/admin/session/stay/"):
        page.locator("[name=preferred_name]").press_sequentially("x")
    page.locator("[name=preferred_name]").fill("")
    # Gone too long: the page says that what was typed comes back, and it does
    away(page, site, 16)
    expect(warning).to_contain_text("You are logged out")
    page.locator("main form, #content form").get_by_role("button").last.click()
    expect(page.get_by_role("heading", name="This was not saved")).to_be_visible()
    stored = "JSON.stringify([{...localStorage}, {...sessionStorage}])"
    assert "Sample Person" not in page.evaluate(stored)
    page.get_by_role("link", name="Log in again").click()
    page.get_by_label("Username").fill("on-the-phone")
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Log in")
    page.get_by_label("Code").fill(codes[0])
    press(page, "Go on")
    expect(page.get_by_text("is back in this form")).to_be_visible()
    assert json.dumps(page.evaluate(READ)) == json.dumps(typed)
    assert page.evaluate(stored) == "[{},{}]"
    page.locator("main form, #content form").get_by_role("button").last.click()
    expect(page.get_by_text("Read the reference out")).to_be_visible()
    page.goto(FORM)
    expect(page.locator("[name=name]")).to_have_value("")
