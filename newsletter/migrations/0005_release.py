"""Prepare and release are two steps; a batch can be asked again; reports are kept."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import F

import newsletter.models.sending


def fill(apps, schema_editor):
    """What was sent before this: prepared and released in one step, by one person."""
    apps.get_model("newsletter", "Campaign").objects.update(
        sender=settings.DEFAULT_FROM_EMAIL,
        prepared_at=F("started_at"),
        released_at=F("started_at"),
        released_by=F("prepared_by"),
        released_alone=True,
        scheduled_for=F("started_at"),
        watched_from=F("started_at"),
        site_url=settings.SITE_URL,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("newsletter", "0004_issue_blocks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameField("campaign", "started_by", "prepared_by"),
        migrations.CreateModel(
            name="Feedback",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64, unique=True)),
                ("kind", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name_plural": "feedback",
                "ordering": ["at"],
            },
        ),
        migrations.CreateModel(
            name="ProviderPace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("provider", models.CharField(max_length=40, unique=True)),
                ("next_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.AlterModelOptions(
            name="campaign",
            options={
                "ordering": ["-prepared_at"],
                "permissions": [
                    ("send_campaign", "Can prepare and release issues for all subscribers")
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="campaign",
            name="campaign_finished_with_moment",
        ),
        migrations.RemoveIndex(
            model_name="delivery",
            name="delivery_by_state",
        ),
        migrations.AddField(
            model_name="campaign",
            name="active_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="campaign",
            name="digest",
            field=models.CharField(default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="campaign",
            name="failures",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="failed calls in a row"),
        ),
        migrations.AddField(
            model_name="campaign",
            name="prepared_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AddField(
            model_name="campaign",
            name="released_alone",
            field=models.BooleanField(default=False, verbose_name="released by who prepared it"),
        ),
        migrations.AddField(
            model_name="campaign",
            name="released_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="campaign",
            name="released_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="scheduled_for",
            field=models.DateTimeField(blank=True, null=True, verbose_name="to be sent from"),
        ),
        migrations.AddField(
            model_name="campaign",
            name="sender",
            field=models.CharField(
                default="",
                max_length=320,
                validators=[newsletter.models.sending.one_line],
                verbose_name="from",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="campaign",
            name="site_url",
            field=models.CharField(blank=True, max_length=200, verbose_name="released on"),
        ),
        migrations.AddField(
            model_name="campaign",
            name="watched_from",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="delivery",
            name="decided_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="delivery",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="delivery",
            name="fate",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Nothing reported"),
                    ("delivered", "Delivered"),
                    ("unsubscribed", "Left the list"),
                    ("bounced", "Came back: no such address"),
                    ("complained", "Reported as spam"),
                ],
                max_length=12,
                verbose_name="reported since",
            ),
        ),
        migrations.AddField(
            model_name="delivery",
            name="soft_bounces",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="came back for now"),
        ),
        migrations.AddField(
            model_name="sendbatch",
            name="called_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="first called"),
        ),
        migrations.AddField(
            model_name="sendbatch",
            name="calls",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="sendbatch",
            name="digest",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="sendbatch",
            name="replay_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="sendbatch",
            name="replay_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="campaign",
            name="last_error",
            field=models.CharField(blank=True, max_length=200, verbose_name="why it waits"),
        ),
        migrations.AlterField(
            model_name="campaign",
            name="started_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="campaign",
            name="state",
            field=models.CharField(
                choices=[
                    ("prepared", "Waits for release"),
                    ("scheduled", "Waits for its time"),
                    ("overdue", "Missed its time"),
                    ("sending", "Being sent"),
                    ("paused", "Paused"),
                    ("finished", "Finished"),
                    ("cancelled", "Stopped"),
                ],
                default="prepared",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="campaign",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="deliveries",
                to="newsletter.campaign",
            ),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="email",
            field=models.EmailField(blank=True, max_length=254),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="provider_id",
            field=models.CharField(blank=True, db_index=True, max_length=200),
        ),
        migrations.AlterField(
            model_name="sendbatch",
            name="state",
            field=models.CharField(
                choices=[
                    ("calling", "With a worker"),
                    ("replay", "To be asked again with the same key"),
                    ("recorded", "Recorded"),
                    ("returned", "Given back"),
                    ("in_doubt", "In doubt"),
                ],
                default="calling",
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                models.F("campaign"), models.F("state"), models.F("id"), name="delivery_by_state"
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(models.F("campaign"), models.F("fate"), name="delivery_by_fate"),
        ),
        migrations.AddIndex(
            model_name="sendbatch",
            index=models.Index(models.F("state"), models.F("lease_until"), name="batch_by_lease"),
        ),
        migrations.AddField(
            model_name="feedback",
            name="delivery",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="feedback",
                to="newsletter.delivery",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
