"""Somebody who must not be seen here leaves at once."""

import pytest

from tests.journeys.conftest import COLOURS
from tests.journeys.test_client import STORY, fill_new_client, fill_shared, send

FORM = "/appointments/new-client/"
WEATHER = "https://www.bom.gov.au/"


@pytest.fixture
def visit_form(visit, faults):
    """Open the form in a window whose only other site is a weather page."""

    def open_form(**kwargs):
        page = visit(**kwargs)
        page.route(f"{WEATHER}**", lambda route: route.fulfill(body="<h1>Weather</h1>"))
        page.goto("/therapies/")
        page.goto(FORM)
        return page

    yield open_form
    # The person goes there; no page of ours loads anything from it.
    faults[:] = [fault for fault in faults if not fault.startswith(WEATHER)]


def leave(page):
    page.get_by_role("link", name="Leave this page quickly").click()
    page.wait_for_url(WEATHER)


def typed(page):
    """What the fields of the form hold."""
    return page.locator("[data-request-form]").evaluate(
        "form => [...form.querySelectorAll('input:not([type=hidden]), textarea')]"
        ".map(f => f.type === 'radio' || f.type === 'checkbox' ? f.checked : f.value)"
        ".filter(Boolean)"
    )


def test_person_leaves_and_back_shows_nothing_of_it(visit_form):
    # Given somebody who has begun to write
    page = visit_form()
    fill_shared(page, "leaving@example.org")
    # When they leave
    leave(page)
    # Then the form is gone from the way back
    page.go_back()
    assert page.url.endswith("/therapies/")
    # And whoever opens it in this tab finds it empty
    page.goto(FORM)
    assert typed(page) == []


def test_person_without_javascript_leaves_by_a_plain_link(visit_form):
    page = visit_form(javascript=False)
    page.locator("[name=reason]").fill(STORY)
    # Nothing is promised that only the script does.
    shown = page.locator(".leaving").inner_text()
    assert "Close that tab too" in shown
    assert "Esc key" not in shown
    leave(page)


def test_person_who_has_sent_leaves_and_the_form_behind_is_empty(visit_form):
    page = visit_form()
    fill_shared(page, "sent-and-left@example.org")
    fill_new_client(page)
    send(page)
    page.wait_for_url("**/appointments/received/")
    leave(page)
    page.go_back()
    page.wait_for_url(f"**{FORM}")
    assert typed(page) == []


def test_escape_three_times_leaves_and_twice_does_not(visit_form):
    page = visit_form(width=1280)
    page.locator("[name=reason]").fill(STORY)
    for key in ("Escape", "Escape", "a", "Escape", "Escape"):
        page.keyboard.press(key)
    assert page.locator("[name=reason]").input_value() == STORY + "a"
    page.keyboard.press("Escape")
    page.wait_for_url(WEATHER)


@pytest.mark.parametrize("width", [320, 1280])
def test_way_out_is_second_by_keyboard_and_always_in_sight(visit_form, accessible, width):
    page = visit_form(width=width)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Leave this page quickly")
    assert link.evaluate("link => link === document.activeElement")
    # On the way through the form it stays, and hides no field that has focus.
    page.locator("[name=message]").focus()
    bar, field = link.bounding_box(), page.locator("[name=message]").bounding_box()
    assert bar["y"] >= 0
    assert bar["y"] + bar["height"] <= field["y"]
    accessible(page, without=COLOURS)
