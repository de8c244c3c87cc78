"""Every page of Django admin keeps to the policy, and what clients write stays text."""

import re

import pytest

from tests.journeys.test_client import (
    choose,
    fill_new_client,
    fill_shared,
    send_and_read_reference,
)

ATTACK = "<script>alert(1)</script><img src=x onerror=alert(1)>"
FIELDS = [
    "name", "preferred_name", "avoid_times", "client_name", "relationship", "message", "reason",
]  # fmt: skip
REQUESTS = "/admin/booking/appointmentrequest/"
#: Links that change something, or lead away from the desk.
NOT_FOLLOWED = re.compile(r"/logout/|/jsi18n/|/cms/|\?.*[?&]o=")
MOST = 60


@pytest.fixture
def dialogs():
    """What a script would have opened."""
    opened = []
    yield opened
    assert opened == []


def watched(page, dialogs):
    page.on("dialog", lambda dialog: dialogs.append(dialog.message) or dialog.dismiss())
    return page


def test_script_in_any_field_never_runs_at_the_desk(visit, log_in, dialogs):
    """pitfalls/security.md: stored XSS."""
    # Given a request whose every word is a script, and a word added to it
    page = watched(visit(javascript=False), dialogs)
    page.goto("/appointments/new-client/")
    fill_shared(page, "attack@example.org", for_whom="child")
    fill_new_client(page)
    choose(page, "safe_now", "no")
    for name in FIELDS:
        page.get_by_role("main").locator(f"[name={name}]").fill(ATTACK)
    reference = send_and_read_reference(page)
    page.goto("/appointments/yours/")
    page.get_by_text("Add a word for reception").click()
    page.locator("[name=words]").fill(ATTACK)
    page.get_by_role("button", name="Send it to reception").click()
    # When the lead finds it, opens it and reads what was written
    desk = watched(visit(width=1280), dialogs)
    log_in(desk, "lead")
    desk.goto(REQUESTS)
    desk.get_by_label("Find by").fill("attack@example.org")
    desk.get_by_role("button", name="Find").click()
    desk.get_by_role("link", name=reference).click()
    desk.get_by_role("button", name="Open").first.click()
    # Then all of it stands there as text
    desk.get_by_text("<script>alert(1)</script>").nth(len(FIELDS) - 1).wait_for()
    desk.goto("/admin/")
    desk.goto(REQUESTS)


def test_desk_breaks_no_policy_on_any_page(visit, log_in):
    """The visit hears of every violation: scripts, styles, hosts."""
    page = visit(width=1280)
    log_in(page, "owner")
    page.goto("/admin/")
    waiting, seen = ["/admin/"], set()
    while waiting and len(seen) < MOST:
        address = waiting.pop(0)
        kind = re.sub(r"\d+|=[^&]*", "#", address)
        if kind in seen:
            continue
        seen.add(kind)
        response = page.goto(address)
        assert response.status < 400, address
        waiting += page.evaluate(
            "[...document.querySelectorAll('a[href]')].filter(a => a.origin === location.origin)"
            ".map(a => a.pathname + a.search).filter(a => a.startsWith('/admin/'))"
        )
        waiting = [link for link in dict.fromkeys(waiting) if not NOT_FOLLOWED.search(link)]
    assert len(seen) > 15
