"""What is sent after a log-in has ended comes back, all of it, to the same person only."""

import pytest
import time_machine
from django.test import Client

from clinic.models import AuthenticatorApp
from clinic.staff import saved_forms
from tests.clinic.staff.people import code, make_enrolled, make_person, type_code, type_password
from tests.pages.staff import logged_in

pytestmark = pytest.mark.django_db
MINUTE = 60
PATH = "/admin/booking/appointmentrequest/by-phone/new_client/"
SENT = {
    "name": "Kim",
    "date_of_birth_day": "3",
    "contact_preference": "phone",
    "voicemail_ok": "on",
    "days": ["mon", "fri"],
    "reason": "Rang twice,\n<b>no answer</b>",
    "version": "3",
    "form_key": "spent",
    "csrfmiddlewaretoken": "x",
    "new_password1": "never kept",
    "_save": "Save",
}
KEPT = {name: SENT[name] for name in ("name", "date_of_birth_day", "contact_preference")}
KEPT |= {"voicemail_ok": "on", "reason": SENT["reason"]}


@pytest.fixture
def clock():
    with time_machine.travel("2026-11-23 09:00 +11:00", tick=False) as clock:
        yield clock


@pytest.fixture
def person(clock, client):
    """Somebody at their desk, whose log-in has just ended."""
    person, _, _ = make_enrolled(is_superuser=True)
    log_in(client, person)
    clock.shift(16 * MINUTE)
    return person


def log_in(client, person):
    type_password(client, person)
    return type_code(client, code(AuthenticatorApp.objects.get(user=person)))


def given_back(client, page=PATH):
    return client.get("/admin/session/", {"page": page}).json()["kept"]


def test_fault_11_every_field_comes_back_after_logging_in(clock, client, person):
    response = client.post(PATH, SENT)
    assert response.status_code == 403
    assert f"/admin/login/?next={PATH.replace('/', '%2F')}" in response.content.decode()
    log_in(client, person)
    form = given_back(client)
    expected = {name: [value] for name, value in KEPT.items()} | {"days": ["mon", "fri"]}
    assert form == {"path": PATH, "fields": expected, "version": "3"}


def test_fault_11_open_page_that_asked_first_costs_nothing(client, person):
    asked = client.get("/admin/session/", headers={"X-Requested-With": "XMLHttpRequest"})
    assert asked.status_code == 403
    client.post(PATH, SENT)
    log_in(client, person)
    assert given_back(client)["fields"]["name"] == ["Kim"]


def test_fault_11_form_without_a_sentence_is_given_back_too(client, person):
    page = client.post(PATH, {"name": "Kim", "voicemail_ok": "on"})
    assert page.status_code == 403
    assert "Kim" in page.content.decode()


def test_fault_11_words_go_back_to_the_page_on_which_they_stood(client, person):
    stood = "/admin/booking/appointmentrequest/7/change/?p=2"
    headers = {"referer": f"http://testserver{stood}"}
    client.post("/admin/booking/appointmentrequest/7/note/", {"text": "x"}, headers=headers)
    log_in(client, person)
    assert given_back(client, PATH) is None
    assert given_back(client, stood.split("?")[0])["fields"] == {"text": ["x"]}


def test_fault_11_address_that_is_none_loses_nothing(client, person):
    client.post(PATH, SENT, headers={"referer": "http://["})
    log_in(client, person)
    assert given_back(client, PATH)["fields"]


def test_fault_11_nobody_else_gets_them(client, person):
    client.post(PATH, SENT)
    other, _, _ = make_enrolled(username="other", email="other@example.org", is_superuser=True)
    log_in(client, other)
    assert given_back(client) is None
    client.post("/admin/logout/")
    log_in(client, person)
    assert given_back(client) is None


def test_fault_11_they_are_gone_once_sent(client, person):
    client.post(PATH, SENT)
    log_in(client, person)
    assert given_back(client)
    client.post("/admin/session/stay/")
    assert given_back(client)
    client.post(PATH, {"name": "Kim"})
    assert given_back(client) is None
    assert saved_forms.KEY not in client.session


def test_fault_11_they_are_gone_after_half_an_hour(clock, client, person):
    client.post(PATH, SENT)
    clock.shift(31 * MINUTE)
    log_in(client, person)
    assert given_back(client) is None


def test_fault_11_they_are_gone_after_logging_out(client, person):
    client.post(PATH, SENT)
    log_in(client, person)
    client.post("/admin/logout/")
    assert saved_forms.KEY not in client.session


def test_fault_11_session_holds_them_sealed_and_no_secret(client, person):
    client.post(PATH, SENT)
    assert "no answer" not in str(dict(client.session.items()))
    log_in(client, person)
    assert "never kept" not in str(given_back(client))


def test_fault_11_very_long_form_is_shown_and_not_kept(client, person):
    page = client.post(PATH, {"reason": "long words " * 30_000})
    assert page.status_code == 403
    assert saved_forms.KEY not in client.session


def test_fault_11_stranger_without_a_log_in_keeps_nothing(client):
    assert client.post(PATH, SENT).status_code == 403
    assert not client.session.keys()


def test_fault_11_asking_how_long_keeps_nobody_logged_in(clock, client):
    client.force_login(make_person())
    for left in (900, 420):
        assert client.get("/admin/session/").json()["left"] == left
        clock.shift(8 * MINUTE)
    assert client.get("/admin/session/").status_code == 302


def test_fault_11_somebody_who_types_stays_until_the_day_is_over(clock, client):
    client.force_login(make_person())
    for _ in range(59):
        clock.shift(10 * MINUTE)
        assert client.post("/admin/session/stay/").json()["left"] > 0
    clock.shift(9 * MINUTE)
    assert client.post("/admin/session/stay/").json()["left"] == MINUTE  # ten hours


def test_fault_11_page_without_a_log_in_asks_nothing(client):
    assert "session.js" not in Client().get("/admin/login/").content.decode()
    client.force_login(make_person())
    assert "js/session.js" in client.get("/admin/").content.decode()
    assert "js/session.js" in logged_in("Editor").get("/cms/").content.decode()
