import re

import pytest
import time_machine

from clinic.models import OutgoingEmail, PasswordAsk
from clinic.staff import passwords
from tests.clients import StaffClient
from tests.clinic.staff.people import PASSWORD, is_in, make_enrolled, make_person, type_password

pytestmark = pytest.mark.django_db

FORGOT = "/admin/password/"
NEW = "four unlikely words here"


def link():
    """Where the link in the newest mail leads."""
    text = OutgoingEmail.objects.order_by("-created_at")[0].text
    return re.search(r"http://testserver(/\S+)", text)[1]


def choose(client, address, password=NEW):
    page = client.get(address, follow=True)
    at = page.redirect_chain[-1][0] if page.redirect_chain else address
    return client.post(at, {"new_password1": password, "new_password2": password})


def ask(client, address="somebody@example.org"):
    response = client.post(FORGOT, {"email": address})
    passwords.process_requests()
    return response


def test_link_sets_a_password_once(client):
    person = make_person()
    ask(client, "SOMEBODY@example.org")
    there = link()
    assert choose(client, there).url == "/admin/login/?why=password"
    assert "Your new password is kept" in client.get("/admin/login/?why=password").content.decode()
    person.refresh_from_db()
    assert person.check_password(NEW)
    assert "This link has ended" in StaffClient().get(there).content.decode()


def test_answer_is_the_same_for_known_and_unknown(client, django_assert_num_queries):
    make_person()
    with django_assert_num_queries(3):  # two limits and a row
        known = client.post(FORGOT, {"email": "somebody@example.org"})
    with django_assert_num_queries(3):
        unknown = client.post(FORGOT, {"email": "nobody@example.org"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert PasswordAsk.objects.count() == 2


def test_unknown_address_gets_no_mail_and_is_not_kept(client):
    ask(client, "nobody@example.org")
    assert not OutgoingEmail.objects.exists()
    assert not PasswordAsk.objects.exists()


def test_deactivated_person_gets_no_link(client):
    make_person(is_active=False)
    ask(client)
    assert not OutgoingEmail.objects.exists()


def test_asking_often_sends_three_mails_an_hour(client):
    make_person()
    assert {ask(client).status_code for _ in range(6)} == {302}
    assert OutgoingEmail.objects.count() == 3


def test_one_network_asks_twenty_times_an_hour(client):
    asked = [client.post(FORGOT, {"email": f"p{n}@example.org"}).status_code for n in range(21)]
    assert asked == [302] * 20 + [429]


@pytest.mark.parametrize("typed", ["", "x", "a@b", "x" * 300 + "@example.org"])
def test_what_is_no_address_is_said(client, typed):
    response = client.post(FORGOT, {"email": typed})
    assert response.status_code == 422
    assert "Enter your email address" in response.content.decode()


@pytest.mark.parametrize(("kind", "hours"), [("password", 1), ("invitation", 72)])
def test_link_ends(client, kind, hours):
    person = make_person()
    with time_machine.travel("2026-11-23 09:00 +11:00", tick=False) as clock:
        lifetimes = {
            "password": passwords.RESET_LIFETIME,
            "invitation": passwords.INVITATION_LIFETIME,
        }
        passwords.send_link(person, f"clinic/{kind}", lifetimes[kind])
        clock.shift(hours * 3600 - 5)
        assert client.get(link()).status_code == 302
        clock.shift(10)
        assert "This link has ended" in client.get(link()).content.decode()


def test_new_password_keeps_the_second_step_and_ends_sessions(client):
    person, _, _ = make_enrolled()
    other = StaffClient()
    other.force_login(person)
    ask(client)
    choose(client, link())
    assert not is_in(other)
    client.post("/admin/login/", {"username": person.username, "password": NEW})
    assert client.get("/admin/").url.startswith("/admin/second-step/")


def test_person_is_told_about_the_new_password(client):
    make_person()
    ask(client)
    choose(client, link())
    assert "A new password was chosen" in OutgoingEmail.objects.latest("created_at").text


@pytest.mark.parametrize("weak", ["short", "password1234", "somebody@example.org"])
def test_weak_password_is_refused(client, weak):
    make_person()
    ask(client)
    page = choose(client, link(), weak).content.decode()
    assert "<title>Error: Choose your password" in page


def test_log_in_makes_an_old_link_useless(client):
    person = make_person()
    ask(client)
    there = link()
    type_password(client, person, password=PASSWORD)
    assert "This link has ended" in StaffClient().get(there).content.decode()


def test_link_of_somebody_else_opens_nothing(client):
    make_person()
    colleague = make_person(username="colleague", email="colleague@example.org")
    ask(client)
    theirs = link()
    ask(client, colleague.email)
    mine = link()
    mixed = "/".join([*mine.split("/")[:3], mine.split("/")[3], theirs.split("/")[4], ""])
    assert "This link has ended" in client.get(mixed).content.decode()
