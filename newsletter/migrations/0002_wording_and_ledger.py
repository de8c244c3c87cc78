"""The first consent wording, and a ledger the database itself will not change.

A later migration that alters one of these tables on SQLite rebuilds it and loses
its trigger: put `clinic.operations.Guard` of the model there. tests/upgrade would notice.
"""

from django.db import migrations

WORDING = (
    "Mind Matters Psychology will use the information you provide on this form "
    "to be in touch with you and to provide updates and marketing."
)
TABLES = ("newsletter_consentevent", "newsletter_consentwording")


def add_wording(apps, schema_editor):
    apps.get_model("newsletter", "ConsentWording").objects.get_or_create(
        version=1, defaults={"text": WORDING}
    )


def guard(apps, schema_editor):
    """Refuse every UPDATE."""
    if schema_editor.connection.vendor == "sqlite":
        for table in TABLES:
            schema_editor.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
            )
        return
    schema_editor.execute(
        "CREATE OR REPLACE FUNCTION newsletter_append_only() RETURNS trigger AS "
        "$$ BEGIN RAISE EXCEPTION 'append-only' USING ERRCODE = '23514'; END $$ LANGUAGE plpgsql"
    )
    for table in TABLES:
        schema_editor.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION newsletter_append_only()"
        )


def unguard(apps, schema_editor):
    on = "" if schema_editor.connection.vendor == "sqlite" else " ON {table}"
    for table in TABLES:
        schema_editor.execute(f"DROP TRIGGER {table}_append_only{on.format(table=table)}")


class Migration(migrations.Migration):
    dependencies = [("newsletter", "0001_initial")]

    operations = [
        migrations.RunPython(add_wording, migrations.RunPython.noop),
        migrations.RunPython(guard, unguard),
    ]
