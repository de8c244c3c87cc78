import base64
import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from clinic import duty
from clinic.models import AuthenticatorApp, DutyTurn
from clinic.staff.demo import ensure_demo_apps, make_demo_duty, make_demo_staff
from clinic.staff.factors import app_of
from clinic.staff.roles import ROLES
from tests.clinic.staff.people import code, type_code

pytestmark = pytest.mark.django_db

KEY = base64.b32encode(b"k" * 20).decode()


@pytest.fixture
def demo(settings, monkeypatch):
    settings.DEMO = True
    for role in ROLES:
        monkeypatch.setenv(f"DEMO_PASSWORD_{role.name.upper()}", f"pass-{role.name}-word")
        monkeypatch.setenv(f"DEMO_APP_KEY_{role.name.upper()}", KEY)
    call_command("roles", verbosity=0)
    make_demo_staff()
    ensure_demo_apps()


def printed(*args):
    out = io.StringIO()
    call_command("demo_code", *args, stdout=out)
    return out.getvalue().split()


def test_demo_code_is_what_the_app_shows(demo, client):
    name, shown = printed("reception")
    assert name == "reception"
    client.post("/admin/login/", {"username": "reception", "password": "pass-Reception-word"})
    assert type_code(client, shown).url == "/admin/"


def test_used_code_is_followed_by_the_next(demo, django_user_model):
    app = app_of(django_user_model.objects.get(username="lead"))
    app.verify_token(code(app))
    assert printed("lead")[1] == code(app, 1)
    assert app.verify_token(printed("lead")[1])


def test_without_a_name_all_are_printed(demo):
    assert printed()[::2] == [role.name.lower() for role in ROLES]


def test_demo_apps_are_made_once(demo):
    before = list(AuthenticatorApp.objects.values_list("pk", flat=True))
    ensure_demo_apps()
    assert list(AuthenticatorApp.objects.values_list("pk", flat=True)) == before


def test_without_demo_there_is_no_app_and_no_code(demo, settings):
    settings.DEMO = False
    AuthenticatorApp.objects.all().delete()
    ensure_demo_apps()
    assert not AuthenticatorApp.objects.exists()
    assert printed("reception") == ["reception", "has", "no", "app"]


def test_code_is_printed_by_the_command_as_make_run_names_it(demo, settings):
    """`make run` alone switches DEMO on; the command is called beside it."""
    settings.DEMO = False
    assert printed("reception")[1].isdigit()


def test_code_of_anybody_else_is_not_printed(demo, django_user_model):
    person = django_user_model.objects.create_user("somebody")
    AuthenticatorApp.new(person)
    with pytest.raises(CommandError, match="No such demo log-in"):
        printed("somebody")


def test_demo_duty_is_made_once_and_changed_by_nobody(demo):
    make_demo_duty()
    DutyTurn.objects.filter(day=0, rank=1).delete()
    make_demo_duty()
    turns = DutyTurn.objects.select_related("person")
    assert turns.count() == 9
    assert {(turn.person.get_username(), turn.rank) for turn in turns} == {
        ("clinician", 1),
        ("lead", 2),
    }
    for turn in turns:
        turn.full_clean()
    assert duty.on(date(2026, 12, 1)).first.address == "clinician@example.org"


def test_no_demo_log_ins_no_demo_duty(db, monkeypatch):
    for role in ROLES:
        monkeypatch.delenv(f"DEMO_PASSWORD_{role.name.upper()}", raising=False)
    make_demo_duty()
    assert not DutyTurn.objects.exists()
