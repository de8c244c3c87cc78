"""A served copy, a real browser, and what every visit must keep to."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from tests import chromium
from tests.journeys.copies import Copies, postgresql_server

#: The rules of axe that look at colours: two thirds of its time.
COLOURS = ["color-contrast", "link-in-text-block"]


def pytest_collection_modifyitems(items):
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def copies(tmp_path_factory, worker_id):
    """Makes copies of a prepared site, on SQLite or the PostgreSQL server of DATABASE_URL."""
    base = tmp_path_factory.getbasetemp()
    return Copies(base if worker_id == "master" else base.parent, postgresql_server())


@pytest.fixture(scope="session")
def site(copies, tmp_path_factory):
    """The main copy, for all journeys that break nothing."""
    with copies.served(tmp_path_factory.mktemp("site") / "var", main=True) as served:
        yield served


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.FLAGS)
        yield started
        started.close()


@pytest.fixture
def faults():
    """What a visit must not do: throw, break the content policy, ask another host."""
    found = []
    yield found
    assert found == []


@pytest.fixture
def visit(browser, site, faults):
    """Open a visit: a fresh browser window of some width, with or without JavaScript.

    Most people who visit want no motion: Wagtail draws sixty times a second otherwise, as long
    as one of its pages is open.
    """
    contexts = []

    def hear(message):
        if "Content Security" in message.text:
            faults.append(message.text)

    def see(request):
        if not request.url.startswith((site.url, "data:", "blob:")):
            faults.append(request.url)

    def open_visit(*, width=360, javascript=True, scheme="light", motion="reduce"):
        context = browser.new_context(
            base_url=site.url,
            viewport={"width": width, "height": 800},
            java_script_enabled=javascript,
            color_scheme=scheme,
            reduced_motion=motion,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
        page.on("console", hear)
        page.on("request", see)
        return page

    yield open_visit
    for context in contexts:
        context.close()


@pytest.fixture
def accessible(faults):
    """Call it with a page: axe finds nothing, and nothing sticks out sideways.

    `only` names the rules to look at, `without` those that other visits look at.
    """

    def check(page, only=(), without=()):
        before = list(faults)
        # It is half a megabyte, and stays as long as the page.
        script = "" if page.evaluate("'axe' in window") else AXE_SCRIPT
        options = {"resultTypes": ["violations"]}
        if only:
            options["runOnly"] = only
        if without:
            options["rules"] = {rule: {"enabled": False} for rule in without}
        result = Axe(script).run(page, options=options)
        wide = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        # axe tries inline styles of its own to measure contrast; the policy stops them.
        faults[:] = before
        assert result.violations_count == 0, f"{page.url}\n{result.generate_report()}"
        assert wide <= 0, f"{page.url} is {wide} px too wide"

    return check


@pytest.fixture(scope="session")
def logged_in():
    """Cookies of each role that has come in."""
    return {}


@pytest.fixture
def log_in(site, logged_in):
    """Log a visit in as a demo role: password and code, through the real pages.

    A code opens once in half a minute, so the session of the first time is taken up again
    by later visits in the same role. They open no page: what a role sees first is heavy.
    """

    def log_in(page, role):
        if role not in logged_in:
            enter(page, role, site.password(role), site.code(role))
            logged_in[role] = page.context.cookies()
        page.context.add_cookies(logged_in[role])
        session = page.request.get("/admin/session/").text()
        assert '"left"' in session, "the session of this role was ended by an earlier visit"

    return log_in


def enter(page, username, password, code):
    """Both steps as a person does them."""
    page.goto("/admin/login/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url(lambda url: "/second-step/" not in url)
