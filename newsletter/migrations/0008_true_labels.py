"""Words on staff screens only: nothing in the database changes."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("newsletter", "0007_leaner_deliveries"),
    ]

    operations = [
        migrations.AlterField(
            model_name="subscriber",
            name="confirmed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="on the list since"),
        ),
        migrations.AlterField(
            model_name="subscriber",
            name="created_at",
            field=models.DateTimeField(
                default=django.utils.timezone.now, verbose_name="on record since"
            ),
        ),
        migrations.AlterField(
            model_name="subscriber",
            name="state",
            field=models.CharField(
                choices=[
                    ("pending", "Asked, not yet confirmed"),
                    ("confirmed", "On the list"),
                    ("withdrawn", "Left the list"),
                    ("erased", "Erased"),
                ],
                default="pending",
                max_length=10,
            ),
        ),
    ]
