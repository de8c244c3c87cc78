"""A password alone opens no staff page, by whichever log-in page it was given.

The matrix of all routes: test_access.py.
"""

import pytest

from tests.clinic.staff.people import is_in, make_enrolled, make_person

pytestmark = pytest.mark.django_db

SCRIPT = {"X-Requested-With": "XMLHttpRequest"}


def test_visitor_is_sent_to_the_one_log_in(client):
    for address in ("/admin/", "/cms/", "/cms/pages/", "/admin/nowhere/", "/cms/nowhere/"):
        assert client.get(address).url.startswith("/admin/login/?next=")
        assert client.post(address).url.startswith("/admin/login/?next=")


def test_script_is_refused_not_led_away(client):
    assert client.get("/cms/pages/", headers=SCRIPT).status_code == 403


@pytest.mark.parametrize("path", ["/admin/login/", "/cms/login/", "/_util/login/"])
def test_other_log_in_pages_log_nobody_in(client, path):
    person, _, _ = make_enrolled(is_superuser=True)
    data = {"username": person.username, "password": "a long sample password"}
    client.post(path, data)
    assert ("_auth_user_id" in client.session) == (path == "/admin/login/")
    for address in ("/admin/", "/cms/", "/cms/account/", "/admin/password_change/"):
        assert client.get(address).status_code == 302


def test_wagtails_password_reset_is_closed(client):
    for address in ("/cms/password_reset/", "/cms/password_reset/done/"):
        assert client.get(address).url.startswith("/admin/login/")


def test_before_the_second_step_nobody_is_staff_on_public_pages(client, shared_sample):
    person, _, _ = make_enrolled(is_superuser=True)
    client.password_only(person)
    assert "wagtail-userbar" not in client.get("/").content.decode()
    client.force_login(person)
    assert "wagtail-userbar" in client.get("/").content.decode()


def test_second_step_of_a_removed_device_is_worth_nothing(client):
    person, _, _ = make_enrolled()
    client.force_login(person)
    assert is_in(client)
    person.recoverycodes_set.all().delete()
    assert not is_in(client)


def test_deactivated_person_is_out_at_once(client):
    person = make_person()
    client.force_login(person)
    person.is_active = False
    person.save()
    assert client.get("/admin/").url.startswith("/admin/login/")


def test_log_out_needs_no_second_step(client):
    client.password_only(make_person())
    client.post("/admin/logout/")
    assert "_auth_user_id" not in client.session
