"""A changed password, address or second step is told, whichever way it was changed."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.core.management import call_command

from clinic.models import OutgoingEmail, PasswordAsk
from tests.clients import StaffClient
from tests.clinic.staff.people import PASSWORD, make_person
from tests.clinic.staff.test_passwords import choose, link
from tests.pages.staff import logged_in

pytestmark = pytest.mark.django_db
PBKDF2 = "django.contrib.auth.hashers.PBKDF2PasswordHasher"
WHAT = {"A new password was chosen": "password", "Another email address was set": "email"}
NEW = "another long sample password"


def notices():
    """(to whom, what) of the notes on their way."""
    notes = OutgoingEmail.objects.filter(kind="clinic/log-in-changed")
    return [(note.to, WHAT[note.text.splitlines()[2].split(" for ")[0]]) for note in notes]


@pytest.fixture
def person():
    somebody = make_person(first_name="Some", last_name="Body")
    somebody.groups.add(Group.objects.get(name="Owner"))
    return somebody


@pytest.fixture
def client(person):
    client = StaffClient()
    client.force_login(person)
    return client


def typed(prefix=""):
    names = ("old_password", "new_password1", "new_password2")
    return {prefix + name: PASSWORD if name.startswith("old") else NEW for name in names}


def test_fault_10_password_changed_at_the_editors_side_is_told(client, person):
    page = client.get("/cms/account/")
    panels = [panel for tab in page.context["panels_by_tab"].values() for panel in tab]
    forms = [panel.get_form() for panel in panels]
    shown = {f.html_name: f.value() or "" for form in forms for f in form if f.value() is not False}
    assert client.post("/cms/account/", shown | typed("password-")).status_code == 302
    person.refresh_from_db()
    assert person.check_password(NEW)
    assert notices() == [(person.email, "password")]


def test_fault_10_password_changed_at_the_desk_is_told(client, person):
    assert client.post("/admin/password_change/", typed()).status_code == 302
    assert notices() == [(person.email, "password")]


def test_fault_10_password_changed_by_a_command_is_told(person, monkeypatch):
    monkeypatch.setattr("getpass.getpass", lambda prompt: NEW)
    call_command("changepassword", person.username, verbosity=0)
    assert notices() == [(person.email, "password")]


def test_fault_10_password_changed_by_a_link_is_told_once(person):
    from clinic.staff import passwords

    PasswordAsk.objects.create(address=person.email)
    passwords.process_requests()
    assert choose(StaffClient(), link(), NEW).status_code == 302
    assert notices() == [(person.email, "password")]


def test_fault_10_stronger_hash_of_the_same_password_is_no_news(person, settings):
    settings.PASSWORD_HASHERS = [*settings.PASSWORD_HASHERS, PBKDF2]
    person.password = make_password(PASSWORD, hasher="pbkdf2_sha256")
    person.save()
    assert person.check_password(PASSWORD)
    assert notices() == []


def test_fault_10_new_address_is_told_to_the_old_one(client, person):
    other = make_person(username="other@example.org", email="other@example.org")
    owner = Group.objects.get(name="Reception")
    form = {"first_name": "A", "last_name": "B", "email": "new@example.org", "is_active": "on"}
    client.post(f"/admin/auth/user/{other.pk}/change/", form | {"groups": [owner.pk]})
    assert notices() == [("other@example.org", "email")]


@pytest.mark.parametrize("fields", [None, ["email"]])
def test_fault_10_address_changed_by_a_program_is_told(person, fields):
    person.email = "new@example.org"
    person.save(update_fields=fields)
    assert notices() == [("somebody@example.org", "email")]


def test_fault_10_other_changes_and_new_people_are_no_news(person):
    person.last_name = "Smith"
    person.save()
    get_user_model().objects.create_user("new", "new@example.org", PASSWORD)
    logged_in("Editor")
    assert notices() == []


def test_fault_10_note_leaves(client, person, outbox_sent):
    client.post("/admin/password_change/", typed())
    (message,) = outbox_sent()
    assert message.to == [person.email]
    assert "A new password was chosen" in message.body
