"""Staff come in: an app on the first day, codes on paper, a passkey."""

import base64
from functools import partial

import pytest
from django_otp.oath import TOTP
from playwright.sync_api import expect

from tests.journeys.conftest import COLOURS

ADD = """
from django.contrib.auth import get_user_model as m
u = m().objects.create_user("{name}", "{name}@example.org", "{password}", is_staff=True)
"""
PASSWORD = "first-day-first-day"


def type_password(page, name):
    page.goto("/admin/login/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Log in")


def press(page, name):
    """A button that leads to another page; a look at the old one would fall into the change."""
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


@pytest.mark.both_databases
def test_first_day_without_javascript(visit, site, accessible):
    site.shell(ADD.format(name="newcomer", password=PASSWORD))
    page = visit(javascript=False)
    type_password(page, "newcomer")
    press(page, "Set up an app")
    page.get_by_text("No camera?").click()
    key = page.locator(".key").inner_text().replace(" ", "")
    page.get_by_label("Code").fill(f"{TOTP(base64.b32decode(key)).token():06}")
    press(page, "Done")
    paper = page.locator(".recovery-codes code").first.inner_text()
    page.get_by_role("link", name="Go on").click()
    expect(page.get_by_role("heading", name="Today")).to_be_visible()

    press(page, "Log out")
    type_password(page, "newcomer")
    page.get_by_label("Code").fill(paper)
    press(page, "Go on")
    expect(page.get_by_role("heading", name="Today")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_at_the_door_are_accessible(visit, site, accessible, scheme):
    name = f"reader-{scheme}"
    site.shell(ADD.format(name=name, password=PASSWORD))
    page = visit(width=320, scheme=scheme)
    if scheme == "dark":  # only the colours change
        accessible = partial(accessible, only=COLOURS)
    page.goto("/admin/login/?why=idle")
    accessible(page)
    type_password(page, name)
    accessible(page)
    press(page, "Set up an app")
    accessible(page)
    key = page.locator(".key").text_content().replace(" ", "")
    page.get_by_label("Code").fill(f"{TOTP(base64.b32decode(key)).token():06}")
    press(page, "Done")
    accessible(page)
    page.goto("/admin/your-log-in/")
    accessible(page)
    press(page, "Log out")
    type_password(page, name)
    accessible(page)


def with_security_key(page):
    """A key that somebody touches whenever it is asked."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_passkey_is_a_second_step(visit, site):
    site.shell(ADD.format(name="keeper", password=PASSWORD))
    page = visit(width=1280)
    with_security_key(page)
    type_password(page, "keeper")
    press(page, "Add a passkey")
    press(page, "Make new recovery codes")
    page.get_by_role("link", name="Go on").click()
    press(page, "Log out")
    type_password(page, "keeper")
    expect(page).to_have_url(f"{site.url}/admin/second-step/?next=%2Fadmin%2F")
    press(page, "Use your passkey")
    expect(page.get_by_role("heading", name="Today")).to_be_visible()
