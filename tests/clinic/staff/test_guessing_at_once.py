"""Many guesses in the same moment, each in a transaction of its own."""

from django.test import Client

from tests.clinic.staff.people import STEP, code, make_enrolled, type_code, type_password
from tests.clinic.staff.test_guessing import guess


def test_fault_8_forty_guesses_at_once_are_forty(at_once):
    answers = at_once(*[lambda: guess(Client())] * 40)
    assert sorted(answers) == [200] * 10 + [429] * 30


def test_fault_8_codes_at_once_are_counted_and_open_nothing(at_once):
    person, app, _ = make_enrolled(username="writer")
    browsers = [Client() for _ in range(10)]
    for browser in browsers:
        type_password(browser, person)
    at_once(*[lambda b=b: b.post(STEP, {"code": "000000"}).status_code for b in browsers])
    app.refresh_from_db()
    assert app.throttling_failure_count >= 1
    assert "Wait" in type_code(browsers[0], code(app)).content.decode()
