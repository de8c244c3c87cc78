"""A word of the person's own; the version before stores requests without it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("booking", "0008_safety_indexes"),
    ]

    operations = [
        migrations.AddField(
            model_name="appointmentrequest",
            name="recognition_word",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="A word of the person's own: stands in each mail to them, said on the phone.",
                max_length=40,
            ),
        ),
    ]
