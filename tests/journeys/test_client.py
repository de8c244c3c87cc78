"""Somebody asks for an appointment, and reception answers."""

import re

import pytest

from tests.journeys.conftest import COLOURS
from tests.journeys.served import text_of
from tests.waiting import wait_for

STORY = "I have not slept since the funeral"
REFERENCE = re.compile(r"[A-Z]{2}-[0-9A-Z]{4}-[0-9A-Z]{4}")


def choose(page, name, value):
    page.locator(f"input[name={name}][value={value}]").check()


def fill_shared(page, email, for_whom="self"):
    choose(page, "safe_now", "yes")
    page.locator("[name=name]").fill("Sample Person")
    page.get_by_role("main").locator("[name=email]").fill(email)
    choose(page, "contact_preference", "email")
    choose(page, "for_whom", for_whom)
    choose(page, "format", "any")
    page.locator("[name=message]").fill(STORY)
    page.locator("[name=privacy_consent]").check()


def fill_new_client(page):
    page.locator("[name=reason]").fill(STORY)
    choose(page, "referral", "gp")


def fill_existing_client(page):
    choose(page, "change", "reschedule")


def fill_assessments(page):
    page.locator("[name=assessment]").select_option(index=1)
    choose(page, "referral", "none")
    page.locator("[name=purpose]").fill(STORY)


KINDS = {
    "new-client": fill_new_client,
    "existing-client": fill_existing_client,
    "assessments": fill_assessments,
}


def send(page):
    # The contract lets everybody through who takes three seconds; a person takes longer.
    # Counted from the answer: the form was made before it, however long the site took.
    opened_for = page.evaluate(
        "performance.now() - performance.getEntriesByType('navigation')[0].responseStart"
    )
    page.wait_for_timeout(max(0, 3000 - opened_for))
    page.get_by_role("button", name="Send request").click()


def send_and_read_reference(page):
    send(page)
    page.wait_for_url("**/appointments/received/")
    return REFERENCE.search(page.get_by_role("main").inner_text())[0]


def find_notice(site, reference):
    notices = site.mails("reception@example.org")
    return next((n for n in notices if reference in text_of(n)), None)


def ask_and_read_mails(visit, site, kind, *, javascript):
    """Somebody asks and gets a receipt, reception a notice; gives the reference."""
    # Given somebody on a phone with one of the three forms
    email = f"{kind}-{javascript}@example.org".lower()
    page = visit(width=360, javascript=javascript)
    page.goto(f"/appointments/{kind}/")
    fill_shared(page, email)
    KINDS[kind](page)
    # When they take their time and send it
    reference = send_and_read_reference(page)
    # Then they see a reference and the address it was sent to
    assert email in page.get_by_role("main").inner_text()
    # And the receipt says the same, and nothing they wrote
    receipt = site.mail(email)
    assert reference in text_of(receipt)
    assert STORY not in receipt.as_string()
    # And the notice to reception names the reference and nothing of the client
    notice = wait_for(lambda: find_notice(site, reference), "the notice to reception")
    for secret in (STORY, "Sample Person", email):
        assert secret not in notice.as_string()
    return reference


#: One of each person is walked on both databases.
NEW_CLIENT = pytest.param("new-client", marks=pytest.mark.both_databases)


@pytest.mark.parametrize("kind", [NEW_CLIENT, "existing-client", "assessments"])
def test_client_asks_and_reception_finds_it(visit, site, log_in, accessible, kind):
    reference = ask_and_read_mails(visit, site, kind, javascript=True)
    # And reception finds it, reads it and takes it
    desk = visit(width=1280)
    log_in(desk, "reception")
    desk.goto("/admin/booking/appointmentrequest/")
    desk.get_by_role("link", name=reference).click()
    desk.get_by_role("button", name="Open and read").click()
    desk.get_by_text(STORY).first.wait_for()
    accessible(desk)
    desk.get_by_role("button", name="Take this request").click()
    desk.get_by_text("In review").first.wait_for()


@pytest.mark.parametrize("kind", KINDS)
def test_client_asks_without_javascript(visit, site, kind):
    ask_and_read_mails(visit, site, kind, javascript=False)


@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
def test_parent_asks_for_a_child(visit, javascript):
    page = visit(javascript=javascript)
    page.goto("/appointments/new-client/")
    fill_shared(page, "parent@example.org", for_whom="child")
    fill_new_client(page)
    page.locator("[name=client_name]").fill("Sample Child")
    for part, value in {"day": "27", "month": "3", "year": "2016"}.items():
        page.locator(f"[name=client_date_of_birth_{part}]").fill(value)
    page.locator("[name=relationship]").fill("Parent")
    send_and_read_reference(page)


def test_questions_about_another_person_open_in_place(visit):
    page = visit()
    page.goto("/appointments/new-client/")
    assert not page.locator("[name=client_name]").is_visible()
    choose(page, "for_whom", "child")
    assert page.locator("[name=client_name]").is_visible()
    choose(page, "for_whom", "self")
    assert not page.locator("[name=client_name]").is_visible()


@pytest.mark.parametrize("kind", KINDS)
def test_empty_form_says_what_to_do_and_keeps_what_was_typed(visit, accessible, kind):
    # Given a form with one answer
    page = visit()
    page.goto(f"/appointments/{kind}/")
    accessible(page, without=COLOURS)  # below they are all there again, and those of mistakes
    page.locator("[name=message]").fill(STORY)
    # When it is sent
    page.get_by_role("button", name="Send request").click()
    # Then the title, a summary with focus and each field say what is missing
    page.wait_for_function("document.title.startsWith('Error: ')")
    summary = page.locator("[role=alert]").first
    assert summary.evaluate("e => e.contains(document.activeElement)")
    summary.get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.name") == "safe_now"
    assert page.locator("[name=message]").input_value() == STORY
    accessible(page)


def test_somebody_unsafe_sees_who_helps_now_and_can_still_send(visit, accessible):
    page = visit()
    page.goto("/appointments/new-client/")
    assert not page.locator("[name=where_now]").is_visible()
    choose(page, "safe_now", "no")
    assert page.get_by_role("main").locator("a[href='tel:131114']").first.is_visible()
    page.locator("[name=where_now]").fill("Sample Street")
    choose(page, "safe_now", "yes")
    assert not page.locator("[name=where_now]").is_visible()
    choose(page, "safe_now", "unsure")
    assert page.locator("[name=where_now]").input_value() == "Sample Street"
    assert not page.locator(".promise[data-if-safe]").is_visible()
    accessible(page)
    assert page.get_by_role("button", name="Send request").is_enabled()


def test_questions_for_somebody_unsafe_need_no_script(visit):
    page = visit(javascript=False)
    page.goto("/appointments/new-client/")
    assert page.locator("[name=where_now]").is_visible()
    assert page.get_by_text("Answer these only if you answered").is_visible()
    choose(page, "safe_now", "no")
    assert not page.locator(".promise[data-if-safe]").is_visible()


def test_client_by_keyboard_alone(visit):
    # Given the shortest form and no mouse
    page = visit()
    page.goto("/appointments/existing-client/")

    def focus(selector):
        for _ in range(200):
            if page.locator(selector).first.evaluate("e => e === document.activeElement"):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not reach {selector}")

    def pick(name, value):
        page.locator(f"[name={name}]").first.evaluate("e => e.form")  # it exists
        for _ in range(200):
            if page.evaluate("document.activeElement.name") == name:
                break
            page.keyboard.press("Tab")
        page.keyboard.press("Space")
        while not page.locator(f"[name={name}][value={value}]").is_checked():
            page.keyboard.press("ArrowDown")

    # When every answer is given by keys
    pick("safe_now", "yes")
    focus("[name=name]")
    page.keyboard.type("Sample Person")
    focus("main [name=email]")
    page.keyboard.type("keys@example.org")
    pick("contact_preference", "email")
    pick("for_whom", "self")
    pick("change", "next")
    pick("format", "any")
    focus("[name=privacy_consent]")
    page.keyboard.press("Space")
    focus("button[type=submit]:has-text('Send request')")
    page.wait_for_timeout(3000)
    page.keyboard.press("Enter")
    # Then it is with us
    page.wait_for_url("**/appointments/received/")


def test_double_click_leaves_one_request(visit, log_in):
    page = visit()
    page.goto("/appointments/existing-client/")
    fill_shared(page, "twice@example.org")
    fill_existing_client(page)
    page.wait_for_timeout(3000)
    page.get_by_role("button", name="Send request").dblclick()
    page.wait_for_url("**/appointments/received/")
    desk = visit(width=1280)
    log_in(desk, "reception")
    desk.goto("/admin/booking/appointmentrequest/")
    desk.get_by_label("Find by reference, name, email or phone").fill("twice@example.org")
    desk.get_by_role("button", name="Find").click()
    desk.wait_for_url("**/search/")
    assert len(REFERENCE.findall(desk.get_by_role("main").inner_text())) == 1
