"""Reception's morning: one request may not be safe, one was sent twice, one mail came back."""

import re
from datetime import date, timedelta
from functools import partial

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import COLOURS
from tests.journeys.served import text_of

LIST = "/admin/booking/appointmentrequest/"
LINK = re.compile(r"https?://\S+(/appointments/r/\S+)")
ASK = """
from tests.booking.factories import make_request
make_request(email="{mail}", name="{name}", safe_now="{safe}", phone="02 5550 0199", may_call="on")
"""
LOST = """
from booking.mails import undelivered
from clinic.models import OutgoingEmail
from django.utils import timezone
for mail in OutgoingEmail.objects.filter(to="{mail}"):
    mail.problem, mail.problem_at = "bounced", timezone.now()
    mail.save()
    undelivered.record_problem(mail)
"""
#: As if the three minutes in which a mail can be taken back were over.
LATER = """
from datetime import timedelta
from booking.models import Reply
from clinic.models import OutgoingEmail
from django.db.models import F
four = timedelta(minutes=4)
OutgoingEmail.objects.filter(to="{mail}", state="queued").update(due_at=F("due_at") - four)
Reply.objects.filter(appointment_request__email="{mail}").update(at=F("at") - four)
"""


class Mouse:
    """Points and clicks."""

    def __init__(self, page):
        self.page = page

    def press(self, words):
        self.page.get_by_role("main").get_by_role("button", name=words, exact=True).click()

    def unfold(self, words):
        self.page.locator("summary", has_text=words).click()

    def fill(self, label, text):
        self.page.get_by_role("main").get_by_label(label).locator("visible=true").fill(text)


class Keyboard(Mouse):
    """Finds everything by the tab key, and never touches the mouse."""

    def _go_to(self, target):
        for _ in range(80):
            if target.evaluate("e => e === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the tab key does not reach {target}")

    def press(self, words):
        self._go_to(self.page.get_by_role("main").get_by_role("button", name=words, exact=True))
        self.page.keyboard.press("Enter")

    def unfold(self, words):
        self._go_to(self.page.locator("summary", has_text=words))
        self.page.keyboard.press("Enter")

    def fill(self, label, text):
        field = self.page.get_by_role("main").get_by_label(label).locator("visible=true")
        self._go_to(field)
        field.fill(text)  # a date field takes its parts in the order of the machine's language


@pytest.fixture(params=[Mouse, Keyboard], ids=["mouse", "keyboard"])
def hand(request, visit, log_in):
    """Somebody of reception, on a wide screen by mouse or on a narrow one by keyboard."""
    page = visit(width=1280 if request.param is Mouse else 360)
    log_in(page, "reception")
    return request.param(page)


@pytest.fixture
def calm(hand, accessible):
    """As `accessible`; the colours are the same on both screens, and looked at on the narrow."""
    return partial(accessible, without=() if type(hand) is Keyboard else COLOURS)


@pytest.fixture
def people(hand, site):
    """Addresses of their own for each way to work: unsafe, twice, lost."""
    way = type(hand).__name__.lower()
    mails = {what: f"{what}-{way}@example.org" for what in ("unsafe", "twice", "lost")}
    asks = [
        ASK.format(mail=mails[what], name=f"{what} {way}", safe=safe)
        for what, safe in (("unsafe", "no"), ("twice", "yes"), ("lost", "yes"), ("twice", "yes"))
    ]
    site.shell("".join(asks))  # a process costs seconds
    for mail in mails.values():
        site.mail(mail)
    site.shell(LOST.format(mail=mails["lost"]))
    return mails


def open_by(page, mail):
    """The newest request of this address, by the search of the desk."""
    page.goto(LIST)
    page.get_by_label("Find by reference").fill(mail)
    page.keyboard.press("Enter")
    page.locator("#result_list tbody th a").first.click()
    expect(page.get_by_role("heading", name="What next?")).to_be_visible()


def state(page):
    return page.locator(".where .state")


@pytest.mark.both_databases
def test_unsafe_request_is_answered_and_booked(hand, people, site, calm, visit):
    # Given the desk with a request that may not be safe
    page = hand.page
    page.goto("/admin/")
    calm(page)
    open_by(page, people["unsafe"])
    expect(page.locator(".strip")).to_contain_text("Not safe")
    calm(page)
    # When reception opens the words, takes it, and writes
    hand.press("Open and read")
    expect(page.get_by_text("Sleep", exact=True)).to_be_visible()
    hand.press("Take this request")
    expect(state(page)).to_have_text("In review")
    page.get_by_role("link", name="Answer the client").press("Enter")
    hand.fill("Your answer", "Dear {name}, please call us today.")
    calm(page)
    hand.press("See what they get")
    expect(page.get_by_text("News about your message").first).to_be_visible()
    calm(page)
    hand.press("Send this answer")
    expect(page.get_by_role("button", name="Take it back")).to_be_visible()
    # And agrees on a time
    hand.unfold("Decide")
    day = date.today() + timedelta(days=7)  # noqa: DTZ011
    hand.fill("Day", day.isoformat())
    hand.fill("Time", "14:30")
    calm(page)
    hand.press("Appointment agreed")
    expect(state(page)).to_have_text("Booked")
    # Then mails and page of the client say the same, and the mails give nothing away
    site.shell(LATER.format(mail=people["unsafe"]))
    mail = site.mail(people["unsafe"], 3)
    assert "call us today" not in text_of(mail)
    client = visit()
    client.goto(LINK.search(text_of(mail))[1])
    expect(client.get_by_text("please call us today")).to_be_visible()
    expect(client.get_by_text("2:30 pm")).to_be_visible()
    calm(client)


def test_request_sent_twice_is_marked_and_the_other_goes_on(hand, people, calm):
    page = hand.page
    open_by(page, people["twice"])
    other = page.locator(".duplicates a").first.inner_text()
    expect(page.locator(".duplicates li").first).to_contain_text("Likely:")
    hand.unfold("Close without an answer")
    hand.fill("Reference of the request that goes on", other.lower())
    calm(page)
    hand.press("Mark as duplicate")
    expect(state(page)).to_have_text("Duplicate")
    expect(page.locator(".facts")).to_contain_text(f"Duplicate of {other}")


def test_who_got_no_mail_is_called_instead(hand, people, calm):
    page = hand.page
    open_by(page, people["lost"])
    expect(page.get_by_text("Mail problem: call instead.").first).to_be_visible()
    calm(page)
    hand.press("Take this request")
    page.get_by_role("link", name="Answer the client").press("Enter")
    hand.fill("What did you tell them?", "Rang: the address has a typing mistake.")
    hand.press("Keep what you said")
    hand.unfold("Hand over or set aside")
    hand.press("Dealt with")
    expect(page.get_by_text("Mail problem: call instead.")).to_have_count(0)
    hand.unfold("Decide")
    hand.press("Put on the waiting list")
    expect(state(page)).to_have_text("On the waiting list")
    expect(page.locator(".timeline")).to_contain_text("Came back: the address does not work")
