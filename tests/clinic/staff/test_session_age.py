import pytest
import time_machine

from tests.clients import StaffClient
from tests.clinic.staff.people import is_in, make_enrolled, make_person

pytestmark = pytest.mark.django_db

MINUTE = 60
HOUR = 60 * MINUTE


@pytest.fixture
def clock():
    with time_machine.travel("2026-11-23 09:00 +11:00", tick=False) as clock:
        yield clock


@pytest.fixture
def person(clock, client):
    person = make_person()
    client.force_login(person)
    return person


def test_fifteen_minutes_without_a_click_end_a_log_in(clock, client, person):
    clock.shift(13 * MINUTE)
    assert is_in(client)
    clock.shift(15 * MINUTE)
    response = client.get("/admin/?page=2")
    assert response.url == "/admin/login/?why=idle&next=%2Fadmin%2F%3Fpage%3D2"
    assert "nothing happened for 15 minutes" in client.get(response.url).content.decode()
    assert "_auth_user_id" not in client.session


def test_ten_hours_end_a_log_in_however_busy(clock, client, person):
    for _ in range(59):
        clock.shift(10 * MINUTE)
        assert is_in(client)
    clock.shift(10 * MINUTE)
    assert not is_in(client)


def test_page_left_open_keeps_nobody_logged_in(clock, client):
    client.force_login(make_person(is_superuser=True))
    for _ in range(2):
        clock.shift(8 * MINUTE)
        client.post("/cms/editing-sessions/release/1/")
    assert not is_in(client)


def test_log_in_that_never_said_when_it_began_has_ended(client):
    client.force_login(make_person())
    session = client.session
    del session["logged_in_at"]
    session.save()
    assert not is_in(client)


def test_words_sent_too_late_are_given_back(clock, client, person):
    clock.shift(16 * MINUTE)
    note = "Rang twice, <b>no answer</b>"
    response = client.post("/admin/booking/", {"note": note, "version": "3", "password": "a b"})
    page = response.content.decode()
    assert response.status_code == 403
    assert "This was not saved" in page
    assert "Rang twice, &lt;b&gt;no answer&lt;/b&gt;" in page


def test_click_sent_too_late_leads_to_the_log_in(clock, client, person):
    clock.shift(16 * MINUTE)
    response = client.post("/admin/booking/", {"version": "3"})
    assert response.url == "/admin/login/?why=idle&next=%2Fadmin%2F"


def test_staff_is_written_once_a_minute_at_most(clock, client, person, django_assert_num_queries):
    clock.shift(30)
    client.get("/admin/your-log-in/")
    before = client.session["seen_at"]
    clock.shift(40)
    client.get("/admin/your-log-in/")
    assert client.session["seen_at"] == before + 70


def test_new_password_ends_the_other_sessions(client):
    person, _, _ = make_enrolled()
    other = StaffClient()
    other.force_login(person)
    client.force_login(person)
    person.set_password("another long sample password")
    person.save()
    assert not is_in(client)
    assert not is_in(other)


@pytest.mark.parametrize("address", ["/admin/", "/admin/second-step/", "/admin/your-log-in/"])
def test_staff_pages_are_never_stored(client, person, address):
    assert "no-store" in client.get(address)["Cache-Control"]
