"""Lists, searches and weekly figures that cost the same with a million requests."""

from django.conf import settings
from django.db import migrations, models


def compare_by_code(apps, schema_editor):
    """Order name parts by code points, as SQLite does.

    In the order of a language PostgreSQL cannot read "starts with" from an index.
    """
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            'ALTER TABLE booking_namepart ALTER COLUMN part TYPE varchar(60) COLLATE "C"'
        )


class Migration(migrations.Migration):
    dependencies = [
        ("booking", "0004_clock"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(compare_by_code, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="appointmentrequest",
            index=models.Index(fields=["state", "created_at"], name="request_state"),
        ),
        migrations.AddIndex(
            model_name="appointmentrequest",
            index=models.Index(
                condition=models.Q(("open_now", True)),
                fields=["-safety_flag", "created_at"],
                name="request_open",
            ),
        ),
        migrations.AddIndex(
            model_name="appointmentrequest",
            index=models.Index(
                condition=models.Q(("safety_flag", True)),
                fields=["created_at"],
                name="request_unsafe",
            ),
        ),
        migrations.AddIndex(
            model_name="appointmentrequest",
            index=models.Index(
                condition=models.Q(("entered_by__isnull", False)),
                fields=["created_at"],
                name="request_entered",
            ),
        ),
        migrations.AddIndex(
            model_name="appointmentrequest",
            index=models.Index(
                condition=models.Q(("on_hold_since__isnull", False), ("open_now", True)),
                fields=["on_hold_since"],
                name="desk_hold",
            ),
        ),
        migrations.AddIndex(
            model_name="requestevent",
            index=models.Index(
                condition=models.Q(("to_state", "lapsed")), fields=["at"], name="event_lapsed"
            ),
        ),
        migrations.AddIndex(
            model_name="requestevent",
            index=models.Index(
                condition=models.Q(("kind", "mail")), fields=["at"], name="event_mail"
            ),
        ),
    ]
