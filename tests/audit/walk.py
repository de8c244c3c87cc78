"""Everybody who comes to the site, each in a window of their own."""

import re
from collections.abc import Callable
from functools import cached_property

from playwright.sync_api import Browser, Locator, Page, Response

from clinic.launch import ROLES
from tests.audit.site import URL
from tests.journeys.conftest import enter
from tests.journeys.served import ServedSite, text_of
from tests.journeys.test_client import KINDS, fill_shared, send_and_read_reference

STAFF = [role.lower() for role in ROLES]
#: In all mails: a link to this site.
LINK = re.compile(rf"{URL}(/\S+)")
#: Somebody who may not be safe, with a phone number and a word that reception may read.
NOT_SAFE = """
from tests.booking.factories import make_request
make_request(email="not-safe@example.org", safe_now="no", phone="02 5550 0199", may_call="on",
             where_now="12 Sample Street", emergency_contact="Fern, 02 5550 0163")
"""


#: Opens a page in the window of somebody.
Visit = Callable[["Walk", str], Page]


class Walk:
    """Windows by who sits before them, and what these people did."""

    def __init__(self, browser: Browser, site: ServedSite) -> None:
        self.browser, self.site = browser, site
        self._windows: dict[str, Page] = {}
        self._answers: dict[Page, Response] = {}

    def window(self, who: str) -> Page:
        """The window of `who`; a role of staff is logged in with both steps."""
        if who not in self._windows:
            context = self.browser.new_context(
                base_url=URL, ignore_https_errors=True, viewport={"width": 1280, "height": 1024}
            )
            page = context.new_page()
            page.on("response", lambda answer: self._keep(page, answer))
            self._windows[who] = page
            if who in STAFF:
                enter(page, who, self.site.password(who), self.site.code(who))
        return self._windows[who]

    def _keep(self, page: Page, answer: Response) -> None:
        is_page = answer.request.is_navigation_request() and answer.frame == page.main_frame
        if is_page and not 300 <= answer.status < 400:
            self._answers[page] = answer

    def answer(self, page: Page) -> Response:
        """What the site sent for the page that stands there now."""
        return self._answers[page]

    def go(self, who: str, address: str) -> Page:
        page = self.window(who)
        page.goto(address)
        return page

    def link(self, to: str, path: str, number: int = 1) -> str:
        """The address below `path` in the `number`th mail to `to`."""
        found = LINK.findall(text_of(self.site.mail(to, number)))
        return next(address for address in found if address.startswith(path))

    @cached_property
    def request(self) -> str:
        """Somebody has asked for an appointment and sees the receipt; gives the reference."""
        page = self.go("client", "/appointments/new-client/")
        fill_shared(page, "client@example.org")
        KINDS["new-client"](page)
        return send_and_read_reference(page)

    @cached_property
    def screen(self) -> str:
        """The address of that request at the desk."""
        return self.at_desk(self.request)

    @cached_property
    def flagged(self) -> str:
        """The address, at the desk, of somebody who may not be safe."""
        self.site.shell(NOT_SAFE)
        page = self.go("lead", "/admin/")
        page.locator(".safety-box a[href*='/change/']").first.click()
        return page.url

    def at_desk(self, reference: str) -> str:
        page = self.go("reception", "/admin/booking/appointmentrequest/")
        page.get_by_role("link", name=reference).first.click()
        return page.url


def send(form: Locator) -> None:
    """Send a form without the page's scripts, which may show the answer in place."""
    with form.page.expect_navigation():
        form.evaluate("form => HTMLFormElement.prototype.submit.call(form)")


def at(address: str) -> Visit:
    """A page that is opened by its address."""
    return lambda walk, who: walk.go(who, address)
