import pytest
from django.contrib.auth.hashers import MD5PasswordHasher

from tests.clinic.staff.people import make_person

pytestmark = pytest.mark.django_db

LOGIN = "/admin/login/"


def guess(client, password="wrong", username="admin", network="192.0.2.1"):
    data = {"username": username, "password": password, "next": "/admin/"}
    return client.post(LOGIN, data, REMOTE_ADDR=network)


def test_ten_wrong_passwords_end_guessing(client, admin_user):
    assert [guess(client).status_code for _ in range(11)] == [200] * 10 + [429]
    # Even the right one is not heard for now.
    assert guess(client, "password").status_code == 429


def test_guessing_elsewhere_does_not_lock_reception_out(client, admin_user):
    for _ in range(11):
        guess(client, network="198.51.100.7")
    assert guess(client, "password").status_code == 302


def test_one_network_cannot_try_many_accounts(client, admin_user):
    for number in range(50):
        guess(client, username=f"user{number}")
    assert guess(client, "password").status_code == 429
    assert guess(client, "password", network="198.51.100.7").status_code == 302


def test_right_passwords_are_not_counted(client, admin_user):
    for _ in range(12):
        assert guess(client, "password").status_code == 302
        client.logout()


def test_log_in_leads_nowhere_else(client, admin_user):
    data = {"username": "admin", "password": "password", "next": "//evil.example.com/"}
    assert client.post(LOGIN, data).url == "/admin/"


@pytest.mark.parametrize("username", ["somebody", "nobody", "gone"])
def test_unknown_account_is_as_much_work_as_a_wrong_password(client, monkeypatch, username):
    """ASVS 6.3.8: the time to an answer must not say who works here. The work is counted."""
    make_person()
    make_person(username="gone", email="gone@example.org", is_active=False)
    hashed, encode = [], MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda *args: hashed.append(1) or encode(*args)
    )
    guess(client, username=username)
    assert len(hashed) == 1
