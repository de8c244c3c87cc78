"""Every migration after the baseline leaves the version before able to work."""

import pytest
from django.db import models
from django.db.migrations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    AlterModelOptions,
    AlterUniqueTogether,
    CreateModel,
    DeleteModel,
    Migration,
    RemoveConstraint,
    RemoveField,
    RemoveIndex,
    RenameField,
    RenameModel,
    SeparateDatabaseAndState,
)
from django.db.models import F, Q

from clinic.operations import AddIndexConcurrently, Guard, RemoveIndexConcurrently
from tests.upgrade import baseline
from tests.upgrade.plan import base_state, new_migrations
from tests.upgrade.rules import faults_of

MAIL, LOG = "outgoingemail", "accesslog"
INDEX = models.Index(fields=["kind"], name="outgoing_kind")
NEW = AddField(MAIL, "new", models.CharField(max_length=9, db_default=""))


def test_new_migrations_let_the_version_before_work():
    faults = [
        f"{migration}: {rule}: {words}"
        for migration, base, state in new_migrations()
        for rule, words in faults_of(migration, base, state)
        if (str(migration), rule) not in baseline.ACCEPTED
    ]
    assert faults == []


def test_what_is_accepted_is_there():
    names = {str(migration) for migration, _, _ in new_migrations()}
    assert {name for name, _ in baseline.ACCEPTED} <= names
    assert all(len(reason) > 20 for reason in baseline.ACCEPTED.values())


def rules_broken(*operations, atomic=True):
    migration = Migration("9999_try", "clinic")
    migration.operations, migration.atomic = operations, atomic
    base = base_state()
    return [rule for rule, _ in faults_of(migration, base, base)]


def text(**options):
    return models.CharField(**{"max_length": 80} | options)


def check(condition):
    return AddConstraint(MAIL, models.CheckConstraint(condition=condition, name="try"))


def link(**options):
    return models.ForeignKey("clinic.Mark", models.PROTECT, null=True, **options)


REFUSED = [
    ("NOT_NULL", AddField(MAIL, "new", text(default=""))),
    ("NOT_NULL", AddField(MAIL, "new", models.BooleanField(default=False))),
    ("NOT_NULL", AlterField(MAIL, "sent_at", models.DateTimeField())),
    ("UNIQUE", AddField(MAIL, "new", text(null=True, unique=True))),
    ("UNIQUE", AlterField(MAIL, "to", models.EmailField(max_length=254, unique=True))),
    ("INDEX", AddField(MAIL, "new", link())),
    ("INDEX", AlterField(MAIL, "kind", text(db_index=True))),
    ("INDEX", AddIndex(MAIL, INDEX)),
    ("INDEX", RemoveIndex(MAIL, "outgoing_about")),
    ("TYPE", AlterField(MAIL, "kind", text(max_length=70))),
    ("TYPE", AlterField(MAIL, "kind", text(db_column="sort"))),
    ("TYPE", AlterField(MAIL, "attempts", models.IntegerField(default=0))),
    ("TYPE", AlterField(MAIL, "text", text(max_length=9000, blank=True))),
    ("RemoveField", RemoveField(MAIL, "sender")),
    ("RenameField", RenameField(MAIL, "sender", "sender_name")),
    ("RenameModel", RenameModel("OutgoingEmail", "Mail")),
    ("DeleteModel", DeleteModel("OutgoingEmail")),
    ("AlterUniqueTogether", AlterUniqueTogether(MAIL, {("kind", "about")})),
    ("ADD_CONSTRAINT", check(Q(kind__gt=""))),
    ("ADD_CONSTRAINT", check(Q(attempts__lt=F("priority")))),
    ("ADD_CONSTRAINT", check(Q(pk__gt="a"))),
    (
        "ADD_CONSTRAINT",
        AddConstraint(MAIL, models.UniqueConstraint(fields=["kind"], name="try")),
    ),
    ("ATOMIC", AddIndexConcurrently(MAIL, INDEX)),
    ("GUARD", AddField(LOG, "new", text(null=True))),
    ("GUARD", AlterField(LOG, "reason", text(max_length=300, blank=True))),
]


@pytest.mark.parametrize(("rule", "operation"), REFUSED)
def test_operation_that_hurts_the_version_before_is_refused(rule, operation):
    assert rules_broken(operation) == [rule]
    hidden = SeparateDatabaseAndState(database_operations=[operation])
    assert rules_broken(hidden) == [rule]


ALLOWED = {
    "nullable": [AddField(MAIL, "new", text(null=True))],
    "default in the database": [NEW],
    "link": [AddField(MAIL, "new", link(db_index=False))],
    "many": [AddField(MAIL, "new", models.ManyToManyField("clinic.Mark"))],
    "optional": [AlterField(MAIL, "kind", text(null=True))],
    "longer": [AlterField(MAIL, "kind", text(max_length=90))],
    "text": [AlterField(MAIL, "kind", models.TextField())],
    "words": [AlterField(MAIL, "kind", text(verbose_name="sort", choices=[("a", "A")]))],
    "python's default": [AlterField(MAIL, "kind", text(default="a"))],
    "constraint on new columns": [NEW, check(Q(new__in=["", "a"]))],
    "no constraint any more": [RemoveConstraint(MAIL, "outgoing_sent_with_moment")],
    "new table": [
        CreateModel("New", [("id", models.AutoField(primary_key=True)), ("kind", text())]),
        AddField("new", "more", text(default="")),
        AddIndex("new", models.Index(fields=["kind"], name="new_kind")),
        RemoveField("new", "kind"),
    ],
    "new column, gone again": [NEW, RemoveField(MAIL, "new")],
    "guarded": [AddField(LOG, "new", text(null=True)), Guard(LOG)],
    "guarded, other words": [AlterField(LOG, "reason", models.CharField(
        max_length=200, blank=True, verbose_name="why"
    ))],
    "options": [AlterModelOptions(LOG, {"ordering": ["pk"]})],
}  # fmt: skip


@pytest.mark.parametrize("operations", ALLOWED.values(), ids=ALLOWED)
def test_operation_that_hurts_nobody_is_allowed(operations):
    assert rules_broken(*operations) == []


def test_indexes_are_alone_in_a_migration_that_is_not_one_transaction():
    operations = [AddIndexConcurrently(MAIL, INDEX), RemoveIndexConcurrently(MAIL, "outgoing_kind")]
    assert rules_broken(*operations, atomic=False) == []
    assert rules_broken(*operations, NEW, atomic=False) == ["ATOMIC"]


def test_guard_is_put_back_after_the_change_and_not_before():
    change = AddField(LOG, "new", text(null=True))
    assert rules_broken(Guard(LOG), change) == ["GUARD"]


def test_new_column_may_not_become_what_the_version_before_cannot_write():
    assert rules_broken(NEW, AlterField(MAIL, "new", text(default=""))) == ["NOT_NULL"]
