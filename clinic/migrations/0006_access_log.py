"""Who saw what: a log that the database itself will not change.

A later migration that alters this table on SQLite rebuilds it and loses its triggers:
put `clinic.operations.Guard("accesslog")` there. tests/upgrade would notice.
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


TABLE = "clinic_accesslog"


def guard(apps, schema_editor):
    """Refuse every UPDATE and DELETE."""
    postgresql = schema_editor.connection.vendor != "sqlite"
    if postgresql:
        schema_editor.execute(
            "CREATE OR REPLACE FUNCTION clinic_append_only() RETURNS trigger AS "
            "$$ BEGIN RAISE EXCEPTION 'append-only' USING ERRCODE = '23514'; END $$ "
            "LANGUAGE plpgsql"
        )
    refuse = (
        "FOR EACH ROW EXECUTE FUNCTION clinic_append_only()"
        if postgresql
        else "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
    )
    for act in ("UPDATE", "DELETE"):
        schema_editor.execute(
            f"CREATE TRIGGER {TABLE}_no_{act.lower()} BEFORE {act} ON {TABLE} {refuse}"
        )


def unguard(apps, schema_editor):
    on = "" if schema_editor.connection.vendor == "sqlite" else f" ON {TABLE}"
    for act in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER {TABLE}_no_{act}{on}")


class Migration(migrations.Migration):
    dependencies = [
        ("clinic", "0005_second_step"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AccessLog",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("saw", "Opened"),
                            ("read", "Read the answers"),
                            ("found", "Found by a search"),
                            ("exported", "Exported"),
                            ("changed", "Changed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("about", models.CharField(help_text="As an id, never a person.", max_length=80)),
                ("reason", models.CharField(blank=True, max_length=200)),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "entry",
                "verbose_name_plural": "access log",
                "ordering": ["-at", "-pk"],
                "indexes": [
                    models.Index(fields=["about", "at"], name="access_about"),
                    models.Index(fields=["actor", "at"], name="access_actor"),
                    models.Index(fields=["at"], name="access_at"),
                ],
            },
        ),
        migrations.RunPython(guard, unguard),
    ]
