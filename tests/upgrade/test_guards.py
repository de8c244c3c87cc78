"""What must never change is guarded by the database itself, after all migrations."""

import pytest
from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection, transaction
from django.db.migrations import AddField
from django.db.models import BooleanField
from django.utils import timezone

from clinic.operations import Guard
from clinic.privacy.append_only import AppendOnly
from newsletter.models import Subscriber
from tests.upgrade.applying import apply

GUARDED = [model for model in AppendOnly.__subclasses__() if model.guarded]


#: What a column holds that must hold something, by its kind; text may be empty.
SOMETHING = {"DateTimeField": timezone.now, "JSONField": dict, "PositiveSmallIntegerField": int}
LINKED = {
    "AccessLog": lambda: {"actor": get_user_model().objects.create()},
    "ConsentEvent": lambda: {"subscriber": Subscriber.objects.create(email="a@example.org")},
    "ConsentWording": lambda: {"version": 99},
}


def row(model):
    """A row of `model`, with what it cannot be without."""
    needed = {
        field.name: SOMETHING[field.get_internal_type()]()
        for field in model._meta.local_concrete_fields
        if field.get_internal_type() in SOMETHING and not (field.null or field.has_default())
    }
    return model.objects.create(**needed | LINKED.get(model.__name__, dict)())


def refuses(sql, using=connection):
    """Whether the database refuses a statement because of a guard; it is taken back if not."""
    try:
        with transaction.atomic(using.alias), using.cursor() as cursor:
            cursor.execute(sql)
            transaction.set_rollback(True, using.alias)
    except DatabaseError as error:
        return "append-only" in str(error)
    return False


def changes(model):
    table, key = model._meta.db_table, model._meta.pk.column
    return [f"UPDATE {table} SET {key} = {key}", f"DELETE FROM {table}"]


def test_ledger_and_access_log_are_guarded():
    names = {model._meta.label for model in GUARDED}
    assert names >= {
        "clinic.AccessLog",
        "newsletter.ConsentEvent",
        "newsletter.ConsentWording",
    }


@pytest.mark.django_db
@pytest.mark.parametrize("model", GUARDED, ids=lambda model: model._meta.label)
def test_database_refuses_changes_and_deletions(model):
    row(model)
    assert [sql for sql in changes(model) if not refuses(sql)] == []
    assert model.objects.exists()


def test_guard_is_put_back_in_one_line_after_a_table_was_rebuilt(scratch):
    log = next(model for model in GUARDED if model.__name__ == "AccessLog")
    user = get_user_model().objects.using(scratch.alias).create(username="somebody")
    log.objects.using(scratch.alias).create(actor=user)
    apply(scratch, "clinic", AddField("accesslog", "new", BooleanField(db_default=False)))
    kept = [refuses(sql, scratch) for sql in changes(log)]
    assert kept == [scratch.vendor != "sqlite"] * 2  # this is why it must be put back
    apply(scratch, "clinic", Guard("accesslog"))
    assert [sql for sql in changes(log) if not refuses(sql, scratch)] == []
