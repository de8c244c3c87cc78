"""Who saw what, and that nobody can change it afterwards."""

import pytest
from django.db import DatabaseError, connection, transaction

from clinic import access_log
from clinic.append_only import AppendOnlyError
from clinic.models import AccessLog

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
