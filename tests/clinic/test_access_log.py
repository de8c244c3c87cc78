"""Who saw what, and that nobody can change it afterwards."""

import pytest
from django.db import DatabaseError, connection, transaction

from clinic.models import AccessLog
from clinic.privacy import access_log
from clinic.privacy.append_only import AppendOnlyError
from tests.clients import StaffClient

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(django_user_model):
    reader = django_user_model.objects.create_user("reader")
    access_log.write(access_log.Act.SAW, ["request:MM-3333-3333"], by=reader, reason="x" * 300)
    return AccessLog.objects.get()


def test_entry_says_who_what_and_why(entry):
    assert (entry.actor.username, entry.act, entry.about) == (
        "reader",
        "saw",
        "request:MM-3333-3333",
    )
    assert len(entry.reason) == 200


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: entry.save(),
        lambda entry: entry.delete(),
        lambda entry: AccessLog.objects.update(reason=""),
        lambda entry: AccessLog.objects.all().delete(),
    ],
)
def test_entry_is_never_changed(entry, change):
    with pytest.raises(AppendOnlyError):
        change(entry)


@pytest.mark.parametrize(
    "sql", ["UPDATE clinic_accesslog SET about=''", "DELETE FROM clinic_accesslog"]
)
def test_database_itself_refuses(entry, sql):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert AccessLog.objects.count() == 1


def listed(client, query=""):
    return client.get(f"/admin/clinic/accesslog/{query}").content.decode()


@pytest.fixture
def lead(django_user_model, entry):
    from django.contrib.auth.models import Group
    from django.core.management import call_command

    call_command("roles", verbosity=0)
    user = django_user_model.objects.create_user("lead", is_staff=True)
    user.groups.add(Group.objects.get(name="Lead"))
    access_log.write(access_log.Act.READ, ["request:MM-4444-4444"], by=user, reason="Triage")
    client = StaffClient()
    client.force_login(user)
    return client


def test_lead_reads_it_per_request_and_per_person(lead, entry):
    every = listed(lead)
    assert "MM-3333-3333" in every
    assert "Triage" in every
    one = listed(lead, "?about=request:MM-4444-4444").split('id="result_list"')[1]
    assert ("MM-4444-4444" in one, "MM-3333-3333" in one) == (True, False)
    person = listed(lead, f"?actor__id__exact={entry.actor_id}").split('id="result_list"')[1]
    assert ("MM-4444-4444" in person, "MM-3333-3333" in person) == (False, True)


@pytest.mark.parametrize("about", ["x" * 500, "<script>", "😀", ""])
def test_odd_questions_are_answered(lead, about):
    response = lead.get(f"/admin/clinic/accesslog/?about={about}")
    assert response.status_code == 200
    assert "<script>request" not in response.content.decode()
