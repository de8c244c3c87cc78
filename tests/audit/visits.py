"""How somebody comes to a page, where its address alone does not open it."""

import re
from datetime import date, timedelta

from playwright.sync_api import Page

from tests.audit.walk import Visit, Walk, send

REQUESTS = "/admin/booking/appointmentrequest/"
SUBSCRIBER = "subscriber@example.org"
LEAVING = """
from tests.booking.factories import make_request
make_request(email="leaving@example.org")
"""
#: As if the database were away; nothing can be looked at after it.
AWAY = """
from django.db import connection
connection.cursor().execute("ALTER TABLE booking_clientlink RENAME TO booking_clientlink_away")
"""


def form_with_errors(kind: str) -> Visit:
    def visit(walk: Walk, who: str) -> Page:
        page = walk.go(who, f"/appointments/{kind}/")
        send(page.locator("form.request-form, main form").first)
        return page

    return visit


def received(walk: Walk, who: str) -> Page:
    assert walk.request
    return walk.window(who)


def clients_page(walk: Walk, who: str) -> Page:
    assert walk.request
    return walk.go(who, walk.link("client@example.org", "/appointments/r/"))


def clients_form(act: str, **typed: str) -> Visit:
    """One form of the client's own page, sent as it stands."""

    def visit(walk: Walk, who: str) -> Page:
        page = clients_page(walk, who)
        form = page.locator(f"form[action='/appointments/yours/{act}/']")
        for name, value in typed.items():
            form.locator(f"[name={name}]").evaluate("(field, value) => field.value = value", value)
        send(form)
        return page

    return visit


def withdrawn(walk: Walk, who: str) -> Page:
    walk.site.shell(LEAVING)
    page = walk.go(who, walk.link("leaving@example.org", "/appointments/r/"))
    send(page.locator("form[action='/appointments/yours/withdraw/']"))
    return page


def erase_asked(walk: Walk, who: str) -> Page:
    page = walk.window(who)
    send(page.locator("form[action='/appointments/yours/erase/']"))
    return page


def opened(walk: Walk, who: str) -> Page:
    """The words of a request at the desk, with the reason why they were opened."""
    page = walk.go(who, walk.screen)
    page.get_by_role("button", name="Open and read").click()
    page.get_by_text("I have not slept").first.wait_for()
    return page


def reply(walk: Walk, who: str) -> Page:
    page = walk.go(who, walk.screen)
    page.get_by_role("main").get_by_role("button", name="Take this request").click()
    page.get_by_role("link", name="Answer the client").click()
    page.get_by_role("button", name="See what they get").wait_for()
    return page


def preview(walk: Walk, who: str) -> Page:
    page = walk.window(who)
    answer = page.get_by_role("main").get_by_label("Your answer").locator("visible=true")
    answer.fill("Dear {name}, Tuesday would suit us.")
    page.get_by_role("button", name="See what they get").click()
    page.get_by_role("button", name="Send this answer").wait_for()
    return page


def booked(walk: Walk, who: str) -> Page:
    page = walk.window(who)
    page.get_by_role("button", name="Send this answer").click()
    page.locator("summary", has_text="Decide").click()
    main = page.get_by_role("main")
    day = date.today() + timedelta(days=7)  # noqa: DTZ011
    main.get_by_label("Day").locator("visible=true").fill(day.isoformat())
    main.get_by_label("Time").locator("visible=true").fill("14:30")
    main.get_by_role("button", name="Appointment agreed").click()
    page.get_by_text("Booked").first.wait_for()
    return page


def step_refused(walk: Walk, who: str) -> Page:
    """A note without words: the screen comes back with the error at its form."""
    page = walk.go(who, walk.screen)
    send(page.locator("form[action$='/note/']"))
    return page


def flagged(walk: Walk, who: str) -> Page:
    return walk.go(who, walk.flagged)


def safety_lane(walk: Walk, who: str) -> Page:
    assert walk.flagged
    page = walk.go(who, f"{REQUESTS}?safety=open")
    page.locator(".safety-box").first.wait_for()
    return page


def found(walk: Walk, who: str) -> Page:
    page = walk.go(who, REQUESTS)
    page.get_by_label("Find by").fill("client@example.org")
    page.get_by_role("button", name="Find").click()
    page.wait_for_url("**/search/")
    return page


def second_step(walk: Walk, who: str) -> Page:
    page = walk.go(who, "/admin/login/")
    page.get_by_label("Username").fill("writer")
    page.get_by_label("Password").fill(walk.site.password("writer"))
    page.get_by_role("button", name="Log in").click()
    page.get_by_label("Code").wait_for()
    return page


def second_step_wrong(walk: Walk, who: str) -> Page:
    page = walk.window(who)
    page.get_by_label("Code").fill("abc")
    page.get_by_role("button", name="Go on").click()
    page.locator(".errornote, .errorlist").first.wait_for()
    return page


def log_in_wrong(walk: Walk, who: str) -> Page:
    page = walk.go(who, "/admin/login/")
    page.get_by_label("Username").fill("nobody")
    page.get_by_label("Password").fill("nothing")
    page.get_by_role("button", name="Log in").click()
    page.locator(".errornote").first.wait_for()
    return page


def signed_up(walk: Walk, who: str) -> Page:
    page = walk.go(who, "/newsletter/")
    page.get_by_role("main").get_by_label("Email").fill(SUBSCRIBER)
    send(page.locator("main form.newsletter-form"))
    return page


def sign_up_wrong(walk: Walk, who: str) -> Page:
    page = walk.go(who, "/newsletter/")
    page.get_by_role("main").get_by_label("Email").fill("no address")
    send(page.locator("main form.newsletter-form"))
    return page


def confirm(walk: Walk, who: str) -> Page:
    return walk.go(who, walk.link(SUBSCRIBER, "/newsletter/confirm/"))


def confirmed(walk: Walk, who: str) -> Page:
    page = confirm(walk, who)
    send(page.locator("main form"))
    return page


def own_link_sent(walk: Walk, who: str) -> Page:
    page = walk.go(who, "/newsletter/yours/")
    page.get_by_role("main").get_by_label("Email address").fill(SUBSCRIBER)
    send(page.locator("main form"))
    return page


def subscription(walk: Walk, who: str) -> Page:
    return walk.go(who, walk.link(SUBSCRIBER, "/newsletter/yours/", number=2))


def subscription_erase(walk: Walk, who: str) -> Page:
    page = subscription(walk, who)
    send(page.locator("form:has([name=act][value=erase])"))
    return page


def prepare_issue(walk: Walk, who: str) -> Page:
    page = walk.go(who, "/admin/newsletter/campaign/send/")
    with page.expect_navigation():
        page.get_by_role("link", name="When you lie awake").click()
    return page


def release_issue(walk: Walk, who: str) -> Page:
    page = walk.window("sender")
    page.get_by_role("button", name=re.compile(r"Prepare for \d+ (person|people)")).click()
    page.get_by_text("A colleague who may send").wait_for()
    return walk.go(who, page.url)


def sending(walk: Walk, who: str) -> Page:
    page = walk.window(who)
    page.get_by_role("button", name="Release to everybody").click()
    walk.site.mail(SUBSCRIBER, 3)
    page.reload()
    return page


def unsubscribe(walk: Walk, who: str) -> Page:
    return walk.go(who, walk.link(SUBSCRIBER, "/newsletter/unsubscribe/", number=3))


def of_subscriber(path: str) -> Visit:
    """A page of the one subscriber at the desk."""

    def visit(walk: Walk, who: str) -> Page:
        page = walk.go(who, "/admin/newsletter/subscriber/")
        page.get_by_label("Find by the whole address").fill(SUBSCRIBER)
        page.get_by_role("button", name="Find").click()
        link = page.get_by_role("link", name="Proof sheet")
        address = link.get_attribute("href")
        return walk.go(who, address.replace("/proof/", path))

    return visit


def away(walk: Walk, who: str) -> Page:
    walk.site.shell(AWAY)
    return walk.go(who, "/appointments/yours/")
