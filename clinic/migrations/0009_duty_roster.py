"""The duty roster, and the numbers of the rules about safety."""

import clinic.crisis
import django.core.validators
import django.db.models.deletion
import modelcluster.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("clinic", "0008_password_asks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="clinicdetails",
            name="acknowledge_within",
            field=models.PositiveSmallIntegerField(
                db_default=20,
                default=20,
                help_text="If nobody has said “I have it”: the second on duty, then the owner.",
                validators=[
                    django.core.validators.MinValueValidator(5),
                    django.core.validators.MaxValueValidator(120),
                ],
                verbose_name="ask the next person after, in minutes",
            ),
        ),
        migrations.AddField(
            model_name="clinicdetails",
            name="closing_round_before",
            field=models.PositiveSmallIntegerField(
                db_default=30,
                default=30,
                help_text="Everybody without an outcome is handed over by name before you close.",
                validators=[
                    django.core.validators.MinValueValidator(10),
                    django.core.validators.MaxValueValidator(240),
                ],
                verbose_name="closing round begins before closing, in minutes",
            ),
        ),
        migrations.AddField(
            model_name="clinicdetails",
            name="safety_script",
            field=models.TextField(
                blank=True,
                db_default="This is (your name). Is this a good moment to talk? You wrote to us, and I want to know that you are safe. Are you safe right now? Where are you? Is somebody with you?\n\nIn danger this minute: stay on the line and call 000 from another phone. Ask nobody first.\n\nI am not a clinician. I now hand over to somebody who is, and they call you.",
                default="This is (your name). Is this a good moment to talk? You wrote to us, and I want to know that you are safe. Are you safe right now? Where are you? Is somebody with you?\n\nIn danger this minute: stay on the line and call 000 from another phone. Ask nobody first.\n\nI am not a clinician. I now hand over to somebody who is, and they call you.",
                help_text="Shown beside the number of somebody who may not be safe.",
                max_length=2000,
                verbose_name="what reception says on the phone",
            ),
        ),
        migrations.AddField(
            model_name="clinicdetails",
            name="try_again_after",
            field=models.PositiveSmallIntegerField(
                db_default=15,
                default=15,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(120),
                ],
                verbose_name="second try after, in minutes",
            ),
        ),
        migrations.CreateModel(
            name="DutyTurn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "day",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Monday"),
                            (1, "Tuesday"),
                            (2, "Wednesday"),
                            (3, "Thursday"),
                            (4, "Friday"),
                            (5, "Saturday"),
                            (6, "Sunday"),
                        ]
                    ),
                ),
                (
                    "rank",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "On duty"), (2, "Second, if the first does not answer")],
                        default=1,
                        verbose_name="as",
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        help_text="Reception calls it; clients never see it.", max_length=40
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True,
                        help_text="For neutral notes. Empty: the address of their log-in.",
                        max_length=254,
                    ),
                ),
                ("first_day", models.DateField(blank=True, null=True, verbose_name="only from")),
                ("last_day", models.DateField(blank=True, null=True, verbose_name="only until")),
                (
                    "clinic",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="duty_turns",
                        to="clinic.clinicdetails",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        help_text="They say “I have it” with their own log-in.",
                        limit_choices_to={"is_active": True},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["sort_order"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_day__isnull", True),
                            ("last_day__isnull", True),
                            ("last_day__gte", models.F("first_day")),
                            _connector="OR",
                        ),
                        name="duty_turn_ends_after_it_begins",
                    )
                ],
            },
            bases=(clinic.crisis.PhoneLinks, models.Model),
        ),
    ]
