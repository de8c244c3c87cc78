"""The owner invites people, never types their password, and helps who lost their phone."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group

from clinic.models import AuthenticatorApp, OutgoingEmail
from clinic.staff.roles import ROLES
from tests.booking.factories import make_staff
from tests.clinic.staff.people import make_enrolled, make_person

pytestmark = pytest.mark.django_db

ADD = "/admin/auth/user/add/"


@pytest.fixture
def owner(client):
    owner = make_staff("Owner")
    client.force_login(owner)
    return owner


def add(client, *roles, email="New.Person@example.org", **more):
    groups = [Group.objects.get(name=role).pk for role in roles]
    data = {"first_name": "New", "last_name": "Person", "email": email, "groups": groups}
    return client.post(ADD, data | more)


def test_new_person_is_invited(client, owner, django_user_model):
    assert add(client, "Reception").status_code == 302
    person = django_user_model.objects.get(username="new.person@example.org")
    assert not person.has_usable_password()
    mail = OutgoingEmail.objects.get()
    assert (mail.kind, mail.to) == ("clinic/invitation", person.email)
    assert "/admin/password/" in mail.text


@pytest.mark.parametrize(("role", "desk"), [("Reception", True), ("Editor", False)])
def test_role_decides_who_opens_the_desk(client, owner, django_user_model, role, desk):
    add(client, role, is_staff="on", is_superuser="on", password="typed by the owner")
    person = django_user_model.objects.get(email="new.person@example.org")
    assert person.is_staff == desk
    assert not person.is_superuser
    assert not person.check_password("typed by the owner")


def test_person_without_role_or_twice_is_refused(client, owner, django_user_model):
    assert add(client).status_code == 200
    add(client, "Reception")
    again = add(client, "Reception", email="NEW.person@example.org")
    assert "is here already" in again.content.decode()
    assert django_user_model.objects.filter(email="new.person@example.org").count() == 1


def test_owner_ticks_roles_of_ours_and_no_other_group(client, owner):
    page = client.get(ADD).content.decode()
    assert page.count('type="checkbox" name="groups"') == len(ROLES)
    Group.objects.get_or_create(name="Moderators")  # Wagtail's
    assert "not one of the available choices" in add(client, "Moderators").content.decode()


def test_taking_the_desk_role_away_closes_the_desk(client, owner, django_user_model):
    person = make_person()
    groups = [Group.objects.get(name="Editor").pk]
    client.post(f"/admin/auth/user/{person.pk}/change/", {"is_active": "on", "groups": groups})
    person.refresh_from_db()
    assert not person.is_staff


def change(client, person, **changed):
    groups = [group.pk for group in person.groups.all()]
    data = {"email": person.email, "is_active": "on", "groups": groups} | changed
    return client.post(f"/admin/auth/user/{person.pk}/change/", data)


def test_other_address_is_told_to_the_old_one(client, owner):
    """Whoever takes over the owner's log-in must not move a colleague's mail unseen."""
    person = make_staff("Reception")
    person.email = "old@example.org"
    person.save()
    assert change(client, person, first_name="Other").status_code == 302
    assert not OutgoingEmail.objects.exists()
    assert change(client, person, email="new@example.org").status_code == 302
    mail = OutgoingEmail.objects.get()
    assert (mail.kind, mail.to) == ("clinic/log-in-changed", "old@example.org")
    assert "Another email address was set" in mail.text
    assert "new@example.org" not in mail.text
    assert "that has ended" not in mail.text


def test_nobody_types_a_password_for_somebody_else(client, owner):
    person = make_person()
    client.post(f"/admin/auth/user/{person.pk}/password/", {"password1": "x", "password2": "x"})
    before = person.password
    person.refresh_from_db()
    assert person.password == before


def test_owner_removes_a_second_step_and_it_is_recorded(client, owner):
    person, _, _ = make_enrolled()
    response = client.post(f"/admin/auth/user/{person.pk}/second-step/")
    assert response.url == f"/admin/auth/user/{person.pk}/change/"
    assert not AuthenticatorApp.objects.exists()
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (owner, str(person.pk))
    assert "second step of your log-in was removed" in OutgoingEmail.objects.get().text


def test_get_changes_nothing(client, owner):
    person, _, _ = make_enrolled()
    for act in ("second-step", "link"):
        assert client.get(f"/admin/auth/user/{person.pk}/{act}/").status_code == 403
    assert AuthenticatorApp.objects.exists()
    assert not OutgoingEmail.objects.exists()


def test_owner_does_not_take_away_their_own(client, owner):
    assert client.post(f"/admin/auth/user/{owner.pk}/second-step/").status_code == 403
    page = client.get(f"/admin/auth/user/{owner.pk}/change/").content.decode()
    assert "Remove the second step" not in page


def test_owner_sends_a_link(client, owner):
    person = make_person()
    client.post(f"/admin/auth/user/{person.pk}/link/")
    assert OutgoingEmail.objects.get().to == person.email


@pytest.mark.parametrize("role", ["Reception", "Lead", "Sender"])
def test_nobody_else_changes_people(client, role):
    client.force_login(make_staff(role))
    person, _, _ = make_enrolled()
    for act in ("second-step", "link", "change"):
        assert client.post(f"/admin/auth/user/{person.pk}/{act}/").status_code == 403
    assert add(client, role).status_code == 403
