"""People who ask for an appointment over HTTP, and try again when the connection breaks."""

import re
import time
from collections import Counter
from html import unescape

import requests

from tests.waiting import wait_for

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
REFERENCE = re.compile(r'<p class="reference">([^<]+)</p>')
TRIES = 60
WAIT = 3.0  # seconds; contract: who waits that long always gets through
KINDS = {
    "new-client": {"reason": "Sleep", "referral": "none"},
    "existing-client": {"change": "next"},
}
ANSWERS = {
    "safe_now": "yes",
    "contact_preference": "email",
    "for_whom": "self",
    "format": "any",
    "privacy_consent": "on",
}


class Person:
    def __init__(self, url: str, number: int) -> None:
        self.url, self.number = url, number
        self.kind = list(KINDS)[number % len(KINDS)]
        self.email = f"person-{number}@example.org"
        # One network sends a hundred requests an hour, as a clinic would; these are many.
        self.network = f"10.9.{number // 50}.1"
        self.cookies: dict[str, str] = {}
        self.statuses: Counter[int | str] = Counter()
        self.receipts: list[str] = []

    def open_form(self) -> None:
        page = self._until(200, "GET", f"/appointments/{self.kind}/")
        self.opened_at = time.monotonic()
        hidden = {name: unescape(value) for name, value in HIDDEN.findall(page.text)}
        who = {"name": f"Person {self.number}", "email": self.email}
        self.form = ANSWERS | KINDS[self.kind] | who | hidden

    def send(self) -> None:
        """Send the form and read the receipt; every tenth person presses twice."""
        wait_for(lambda: time.monotonic() > self.opened_at + WAIT, "a form to be old enough")
        for _ in range(2 if self.number % 10 == 0 else 1):
            self._until(302, "POST", f"/appointments/{self.kind}/", data=self.form)
            page = self._until(200, "GET", "/appointments/received/")
            self.receipts += REFERENCE.findall(page.text)

    def _until(self, status: int, method: str, path: str, **more: object) -> requests.Response:
        """Ask until the answer is `status`, as a person would press again."""
        for _ in range(TRIES):
            try:
                answer = requests.request(
                    method, self.url + path, cookies=self.cookies, timeout=20,
                    headers={"X-Forwarded-For": self.network}, allow_redirects=False, **more,
                )  # fmt: skip
            except requests.RequestException as error:
                self.statuses[type(error).__name__] += 1
                continue
            self.statuses[answer.status_code] += 1
            self.cookies |= answer.cookies.get_dict()
            if answer.status_code == status:
                return answer
            assert answer.status_code == 503, f"{method} {path}: {answer.status_code}"
        raise AssertionError(f"{method} {path}: {TRIES} times without {status}")
