import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from clinic.staff.demo import make_demo_staff
from clinic.staff.roles import ROLES

pytestmark = pytest.mark.django_db


@pytest.fixture
def groups():
    call_command("roles", verbosity=0)


def test_command_makes_the_groups_say_what_the_table_says(groups):
    for role in ROLES:
        held = {
            f"{p.content_type.app_label}.{p.codename}"
            for p in Group.objects.get(name=role.name).permissions.select_related("content_type")
        }
        assert held == set(role.permissions)


def test_command_takes_back_what_the_table_does_not_say(groups):
    group = Group.objects.get(name="Editor")
    group.permissions.add(Permission.objects.get(codename="triage_appointmentrequest"))
    call_command("roles", verbosity=0)
    assert not group.permissions.filter(codename="triage_appointmentrequest").exists()


def test_dry_run_counts_and_changes_nothing(capsys):
    Group.objects.all().delete()
    call_command("roles", "--dry-run")
    assert capsys.readouterr().out.startswith("7 roles: ")
    assert not Group.objects.filter(name="Reception").exists()


def test_command_again_changes_nothing(groups, capsys):
    call_command("roles")
    assert "0 rights given, 0 taken back" in capsys.readouterr().out


def test_who_writes_pages_reads_no_requests():
    editor = next(role for role in ROLES if role.name == "Editor")
    assert not editor.desk
    assert not [p for p in editor.permissions if p.startswith(("booking.", "newsletter."))]


@pytest.fixture
def staff(groups, monkeypatch):
    for role in ROLES:
        monkeypatch.setenv(f"DEMO_PASSWORD_{role.name.upper()}", f"pass-{role.name}-word")
    make_demo_staff()


LANDING = {"Editor": "/cms/", "Writer": "/cms/"}


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_log_in_leads_each_role_to_its_work(staff, client, django_user_model, role):
    data = {"username": role.name.lower(), "password": f"pass-{role.name}-word"}
    response = client.post("/admin/login/", data)
    assert response.status_code == 302
    assert response.url == LANDING.get(role.name, "/admin/")
    client.force_login(django_user_model.objects.get(username=role.name.lower()))
    assert client.get(response.url).status_code == 200


MAY = {
    "/cms/": {"Writer", "Editor", "Sender", "Owner"},
    "/admin/booking/appointmentrequest/": {"Reception", "Lead", "Clinician", "Owner"},
    "/admin/newsletter/subscriber/": {"Sender", "Owner"},
    "/admin/newsletter/campaign/": {"Sender", "Owner"},
    "/admin/clinic/outgoingemail/": {"Lead", "Owner"},
    "/admin/auth/user/": {"Owner"},
    "/cms/settings/clinic/clinicdetails/": {"Editor", "Owner"},
    "/cms/redirects/": {"Editor", "Owner"},
    "/cms/workflows/list/": {"Owner"},
}


@pytest.mark.parametrize("address", MAY)
@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_each_role_sees_only_its_part(staff, client, django_user_model, role, address):
    client.force_login(django_user_model.objects.get(username=role.name.lower()))
    response = client.get(address, follow=True)
    opened = response.status_code == 200 and response.request["PATH_INFO"].startswith(address)
    assert opened == (role.name in MAY[address])


def test_visitor_is_sent_to_the_one_log_in(client):
    for address in ("/admin/", "/cms/", "/cms/login/", "/cms/pages/"):
        response = client.get(address)
        assert response.status_code == 302
        assert response.url.startswith("/admin/login/") or response.url.startswith("/cms/login/")


def test_wagtails_own_log_in_is_closed(staff, client):
    data = {"username": "editor", "password": "pass-Editor-word"}
    response = client.post("/cms/login/", data)
    assert response.status_code in (302, 405)
    assert "_auth_user_id" not in client.session


def test_demo_staff_is_made_once(staff, django_user_model):
    make_demo_staff()
    assert django_user_model.objects.filter(username="reception").count() == 1
