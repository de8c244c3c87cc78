"""Versions of the crisis lines, which the database itself will not change.

A later migration that alters their table on SQLite rebuilds it and loses its triggers: run
`guard` again there.
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

TABLE = "clinic_crisislinesversion"


def guard(apps, schema_editor):
    """Refuse every UPDATE and DELETE; PostgreSQL has the function since migration 0006."""
    refuse = (
        "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
        if schema_editor.connection.vendor == "sqlite"
        else "FOR EACH ROW EXECUTE FUNCTION clinic_append_only()"
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
        ("clinic", "0009_duty_roster"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="crisisline",
            name="on_every_page",
            field=models.BooleanField(
                db_default=True,
                default=True,
                help_text="Without the tick it stands only where a text names it, such as {Lifeline}.",
                verbose_name="on every page",
            ),
        ),
        migrations.CreateModel(
            name="CrisisLinesVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("lines", models.JSONField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "put_back",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.crisislinesversion",
                        verbose_name="version put back",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of the crisis lines",
                "verbose_name_plural": "versions of the crisis lines",
                "ordering": ["-pk"],
            },
        ),
        migrations.RunPython(guard, unguard),
    ]
