"""Guessing passwords and codes: every spelling is one account, and every try is one."""

import pytest
import time_machine
from django.test import Client

from clinic.staff import known_devices
from tests.clinic.staff.people import PASSWORD, code, make_enrolled, type_code, type_password

pytestmark = pytest.mark.django_db
LOGIN = "/admin/login/"
ELSEWHERE = "198.51.100.7"


def guess(client, username="writer", password="wrong", network=ELSEWHERE):
    data = {"username": username, "password": password}
    return client.post(LOGIN, data, REMOTE_ADDR=network).status_code


SPELLINGS = (
    "writer",
    "writer ",
    "\u3000writer",
    "\uff57riter",
    "WRITER",
    "\uff37riter",
    "\u02b7riter",
)


def test_fault_8_spellings_of_a_name_are_counted_together(client):
    answers = [guess(client, SPELLINGS[n % len(SPELLINGS)]) for n in range(12)]
    assert answers == [200] * 10 + [429] * 2


def test_fault_8_spaces_in_front_are_no_other_account(client):
    answers = [guess(client, " " * (294 + n) + "writer") for n in range(12)]
    assert answers == [200] * 10 + [429] * 2


def test_fault_8_right_password_under_another_spelling_is_refused_with_it(client):
    make_enrolled(username="writer")
    for _ in range(10):
        guess(client, "\uff57riter ")
    assert guess(client, "writer", PASSWORD) == 429


def test_fault_8_one_try_too_many_is_counted_nowhere(client):
    for _ in range(60):
        guess(client, "writer")  # ten of them count for the network
    assert [guess(client, f"user{n}") for n in range(41)] == [200] * 40 + [429]


def test_fault_8_right_password_gives_its_try_back(client):
    make_enrolled(username="writer")
    for _ in range(30):
        assert guess(Client(), password=PASSWORD) == 302
    assert guess(Client()) == 200


@pytest.fixture
def known():
    """A browser in which this person has logged in before, and is not now."""
    person, app, _ = make_enrolled(username="writer")
    browser = Client()
    with time_machine.travel("2026-11-23 09:00+11:00"):
        type_password(browser, person)
        assert type_code(browser, code(app)).status_code == 302
        browser.post("/admin/logout/")
    return browser, person, app


def test_fault_8_stranger_does_not_lock_a_colleague_out(client, known):
    browser, _, _ = known
    for network in range(11):
        for _ in range(10):
            guess(client, network=f"198.51.100.{network}")
    assert guess(client, password=PASSWORD) == 429  # a browser that nobody knows
    assert guess(browser, password=PASSWORD, network=ELSEWHERE) == 302


def test_fault_8_known_browser_has_ten_tries_of_its_own(known):
    browser, _, _ = known
    assert [guess(browser) for _ in range(11)] == [200] * 10 + [429]
    assert guess(browser, "somebody-else") == 200  # it is known for one account only


def test_fault_8_cookie_names_nobody_and_is_signed(known):
    browser, _, _ = known
    cookie = browser.cookies[known_devices.COOKIE]
    assert "writer" not in cookie.value
    assert cookie["httponly"]
    browser.cookies[known_devices.COOKIE] = cookie.value[:-1] + "x"
    for _ in range(10):
        guess(Client())
    assert guess(browser, password=PASSWORD) == 429


def test_fault_8_password_alone_makes_no_browser_known(client):
    person, _, _ = make_enrolled(username="writer")
    type_password(client, person)
    assert known_devices.COOKIE not in client.cookies


def test_fault_8_codes_guessed_elsewhere_make_nobody_wait_at_their_own_desk(client, known):
    browser, person, app = known
    type_password(client, person)
    for _ in range(3):
        type_code(client, "000000")
    assert "Wait" in type_code(client, code(app)).content.decode()
    type_password(browser, person)
    assert type_code(browser, code(app)).status_code == 302


def test_fault_8_known_browser_has_ten_wrong_codes(known):
    browser, person, app = known
    type_password(browser, person)
    answers = [type_code(browser, "000000").content.decode() for _ in range(11)]
    assert ["does not work" in text for text in answers] == [True] * 10 + [False]
    assert "Wait" in type_code(browser, code(app)).content.decode()
