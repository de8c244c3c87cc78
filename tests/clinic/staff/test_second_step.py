import pytest
import time_machine

from clinic.models import RecoveryCodes
from tests.clinic.staff.people import (
    STEP,
    code,
    is_in,
    make_enrolled,
    make_person,
    type_code,
    type_password,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    """Somebody with an app, who has typed their password."""
    person, app, codes = make_enrolled()
    type_password(client, person)
    return person, app, codes


def test_password_alone_leads_to_the_second_step(client, person):
    response = client.get("/admin/clinic/")
    assert response.url == "/admin/second-step/?next=%2Fadmin%2Fclinic%2F"
    assert not is_in(client)


def test_code_of_the_app_opens(client, person):
    before = client.session.session_key
    response = type_code(client, code(person[1]), next="/admin/clinic/")
    assert response.url == "/admin/clinic/"
    assert is_in(client)
    assert client.session.session_key != before


@pytest.mark.parametrize("typed", ["000000", "", "12345", "٤٢٤٢٤٢", "x" * 5000, "\0", "-1"])
def test_wrong_code_opens_nothing_and_says_so(client, person, typed):
    response = type_code(client, typed)
    assert response.status_code == 422
    assert "That code does not work" in response.content.decode()
    assert not is_in(client)


def test_code_opens_once(client, person):
    shown = code(person[1])
    type_code(client, shown)
    client.logout()
    type_password(client, person[0])
    assert type_code(client, shown).status_code == 422


def test_code_of_the_last_half_minute_is_too_old_once_a_newer_was_used(client, person):
    type_code(client, code(person[1]))
    client.logout()
    type_password(client, person[0])
    assert type_code(client, code(person[1], -1)).status_code == 422


@pytest.mark.parametrize(("steps", "opens"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_clock_of_the_phone_may_be_half_a_minute_off(client, person, steps, opens):
    type_code(client, code(person[1], steps))
    assert is_in(client) == opens


def test_wrong_codes_make_the_next_one_wait(client, person):
    with time_machine.travel("2026-11-23 09:00 +11:00", tick=False) as clock:
        for _ in range(3):
            type_code(client, "000000")
            clock.shift(10)
        type_code(client, "000000")
        assert "Too many wrong codes" in type_code(client, code(person[1])).content.decode()
        clock.shift(60)
        assert type_code(client, code(person[1])).status_code == 302


def test_guessing_keeps_nobody_out_for_long(client, person):
    app = person[1]
    for _ in range(50):
        app.throttle_increment()
    with time_machine.travel(app.throttling_failure_timestamp, tick=False) as clock:
        assert type_code(client, code(app)).status_code == 422
        clock.shift(9 * 60)
        assert type_code(client, code(app)).status_code == 302


def test_recovery_code_opens_once_however_it_is_typed(client, person):
    paper = person[2][0]
    assert type_code(client, f" {paper.upper().replace('-', ' ')} ").status_code == 302
    assert is_in(client)
    client.logout()
    type_password(client, person[0])
    assert type_code(client, paper).status_code == 422
    assert len(RecoveryCodes.objects.get().hashes) == 9


def test_code_of_somebody_else_opens_nothing(client, person):
    _, theirs, codes = make_enrolled(username="colleague")
    assert type_code(client, code(theirs)).status_code == 422
    assert type_code(client, codes[0]).status_code == 422


def test_step_leads_nowhere_else(client, person):
    assert type_code(client, code(person[1]), next="//evil.example.com/").url == "/admin/"


def test_who_has_both_steps_is_not_asked_again(client, person):
    type_code(client, code(person[1]))
    assert client.get(STEP).url == "/admin/"


def test_who_has_no_second_step_is_led_to_setting_one_up(client):
    type_password(client, make_person())
    assert client.get("/admin/").url.startswith("/admin/your-log-in/")
    assert client.get(STEP, follow=True).redirect_chain[-1][0].startswith("/admin/your-log-in/")


def test_secrets_are_not_in_the_database_as_they_are(client, person):
    _, app, codes = person
    row = RecoveryCodes.objects.get()
    assert app.key.encode() not in bytes(app.sealed_key)
    assert codes[0].replace("-", "") not in str(row.hashes)
    assert str(dict(client.session.items())).count(app.key) == 0
