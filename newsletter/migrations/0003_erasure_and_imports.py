"""Erased people, imports with their proof, and a ledger that cannot be emptied either.

A later migration that alters one of the ledger's tables on SQLite rebuilds it and loses
its triggers: put `clinic.operations.Guard` of the model there. tests/upgrade would notice.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


TABLES = ("newsletter_consentevent", "newsletter_consentwording")


def unguard_old(apps, schema_editor):
    """Take off what 0002 put on; `guard` puts on more."""
    for table in TABLES:
        on = "" if schema_editor.connection.vendor == "sqlite" else f" ON {table}"
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_append_only{on}")


def guard_old(apps, schema_editor):
    """What 0002 put on, for who goes back."""
    for table in TABLES:
        _refuse(schema_editor, table, "UPDATE", f"{table}_append_only")


def guard(apps, schema_editor):
    """Refuse every UPDATE and DELETE."""
    for table in TABLES:
        for act in ("UPDATE", "DELETE"):
            _refuse(schema_editor, table, act, f"{table}_no_{act.lower()}")


def unguard(apps, schema_editor):
    for table in TABLES:
        on = "" if schema_editor.connection.vendor == "sqlite" else f" ON {table}"
        for act in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{act}{on}")


def _refuse(schema_editor, table, act, name):
    refusal = "FOR EACH ROW EXECUTE FUNCTION newsletter_append_only()"  # made by 0002
    if schema_editor.connection.vendor == "sqlite":
        refusal = "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
    schema_editor.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} {refusal}")


class Migration(migrations.Migration):
    dependencies = [
        ("newsletter", "0002_wording_and_ledger"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(unguard_old, guard_old),
        migrations.AlterModelOptions(
            name="subscriber",
            options={
                "ordering": ["-created_at"],
                "permissions": [
                    ("withdraw_subscriber", "Can take a subscriber off the list"),
                    ("erase_subscriber", "Can erase a subscriber who asks for it"),
                    ("import_subscriber", "Can bring in people who said yes elsewhere"),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="subscriber",
            name="subscriber_state_with_moment",
        ),
        migrations.AddField(
            model_name="consentevent",
            name="basis",
            field=models.CharField(
                blank=True,
                choices=[
                    ("website", "A form on another website"),
                    ("paper", "A form on paper"),
                    ("spoken", "Said so, and it was written down"),
                    ("mail", "Wrote to us and asked for it"),
                ],
                max_length=10,
                verbose_name="how they said yes",
            ),
        ),
        migrations.AddField(
            model_name="consentevent",
            name="given_on",
            field=models.DateField(blank=True, null=True, verbose_name="said yes on"),
        ),
        migrations.AddField(
            model_name="consentevent",
            name="language",
            field=models.CharField(blank=True, max_length=20, verbose_name="language of the page"),
        ),
        migrations.AddField(
            model_name="consentevent",
            name="origin",
            field=models.CharField(
                blank=True, max_length=200, verbose_name="where the yes can be found"
            ),
        ),
        migrations.AddField(
            model_name="consentevent",
            name="replaces",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="newsletter.subscriber",
            ),
        ),
        migrations.AddField(
            model_name="subscriber",
            name="erased_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="consentevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("asked", "Asked to join"),
                    ("confirmed", "Confirmed"),
                    ("withdrawn", "Left"),
                    ("objected", "Asked us never to write"),
                    ("imported", "Brought in with a yes given elsewhere"),
                    ("erased", "Address erased"),
                    ("complained", "Reported a mail as spam"),
                    ("bounced", "Address does not exist"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="consentevent",
            name="method",
            field=models.CharField(
                choices=[
                    ("form", "Sign-up form"),
                    ("link", "Link in a mail, and its button"),
                    ("one_click", "The mail program's own unsubscribe button"),
                    ("staff", "A member of staff, asked by the person"),
                    ("provider", "Report from the mail provider"),
                    ("time", "Nobody confirmed in time"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="subscriber",
            name="email",
            field=models.EmailField(blank=True, max_length=254, verbose_name="email address"),
        ),
        migrations.AlterField(
            model_name="subscriber",
            name="state",
            field=models.CharField(
                choices=[
                    ("pending", "Asked, not yet confirmed"),
                    ("confirmed", "Confirmed"),
                    ("withdrawn", "Left the list"),
                    ("erased", "Erased"),
                ],
                default="pending",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="suppression",
            name="reason",
            field=models.CharField(
                choices=[
                    ("hard_bounce", "The address does not exist"),
                    ("complaint", "Reported a mail as spam"),
                    ("objected", "Asked us never to write"),
                    ("erased", "Asked us to erase everything"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="consentevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("by__isnull", False),
                        ("given_on__isnull", False),
                        ("kind", "imported"),
                        models.Q(("basis", ""), _negated=True),
                        models.Q(("origin", ""), _negated=True),
                        models.Q(("wording_text", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("kind", "imported"), _negated=True),
                        ("basis", ""),
                        ("given_on__isnull", True),
                        ("origin", ""),
                    ),
                    _connector="OR",
                ),
                name="consent_imported_with_proof",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscriber",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("confirmed_at__isnull", True),
                        ("state", "pending"),
                        ("withdrawn_at__isnull", True),
                    ),
                    models.Q(
                        ("confirmed_at__isnull", False),
                        ("state", "confirmed"),
                        ("withdrawn_at__isnull", True),
                    ),
                    models.Q(("state", "withdrawn"), ("withdrawn_at__isnull", False)),
                    ("state", "erased"),
                    _connector="OR",
                ),
                name="subscriber_state_with_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscriber",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("email", ""),
                        ("email_normalised__startswith", "erased:"),
                        ("erased_at__isnull", False),
                        ("state", "erased"),
                    ),
                    models.Q(
                        models.Q(("state", "erased"), _negated=True),
                        ("erased_at__isnull", True),
                        models.Q(("email", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="subscriber_erased_without_address",
            ),
        ),
        migrations.RunPython(guard, unguard),
    ]
