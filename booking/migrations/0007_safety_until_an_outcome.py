"""Safety until an outcome: levels, steps, handovers, and what stays of the erased.

While the version before still serves: new columns are nullable or have a default in the
database, and it never writes an outcome. The levels are filled in by the worker
(`booking.safety.levels`); indexes follow in the next migration.
"""

import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models

from clinic.operations import Guard


def leave_to_the_lead(apps, schema_editor):
    """Flagged requests that have ended go once to the lead's list, not into the lane."""
    requests = apps.get_model("booking", "AppointmentRequest").objects
    requests.filter(safety_flag=True, open_now=False).update(safety_legacy=True)


class Migration(migrations.Migration):
    dependencies = [
        ("booking", "0006_phone_requests"),
        ("clinic", "0009_duty_roster"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Handover",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("text", models.BinaryField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "rank",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "The person it was handed to"),
                            (1, "The second on duty"),
                            (2, "The owner"),
                        ],
                        default=0,
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, help_text="When somebody was last asked."
                    ),
                ),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SafetyRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=12)),
                (
                    "safety_level",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "Safe"), (1, "Not sure"), (2, "Not safe")]
                    ),
                ),
                ("received_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("safe", "Safe now, and what was agreed"),
                            ("emergency", "With emergency services"),
                            ("clinician", "With their own clinician or GP"),
                            ("nobody", "Nobody real: spam, a test or a fire drill"),
                            ("reviewed", "Looked at later: nothing left to do"),
                        ],
                        max_length=12,
                    ),
                ),
                ("outcome_at", models.DateTimeField(null=True)),
                ("erased_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["erased_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SafetyStep",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("text", models.BinaryField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("flagged", "May not be safe"),
                            ("no_answer", "Tried, no answer"),
                            ("spoke", "Spoke with them"),
                            ("exception", "Contact rule set aside"),
                            ("outcome", "Outcome recorded"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("safe", "Safe now, and what was agreed"),
                            ("emergency", "With emergency services"),
                            ("clinician", "With their own clinician or GP"),
                            ("nobody", "Nobody real: spam, a test or a fire drill"),
                            ("reviewed", "Looked at later: nothing left to do"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.AlterModelOptions(
            name="appointmentrequest",
            options={
                "ordering": ["created_at", "pk"],
                "permissions": [
                    ("triage_appointmentrequest", "Can read and answer all requests"),
                    ("reopen_appointmentrequest", "Can reopen a request that has ended"),
                    ("view_own_appointmentrequest", "Can read the requests that name them"),
                    ("export_appointmentrequest", "Can export requests"),
                    ("record_safety_outcome", "Can record how a safety concern ended"),
                    ("start_fire_drill", "Can start a fire drill"),
                ],
            },
        ),
        migrations.AddField(
            model_name="appointmentrequest",
            name="answer_leaves_at",
            field=models.DateTimeField(
                blank=True,
                help_text="When the mail leaves that will be our first answer.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="appointmentrequest",
            name="erase_wanted_at",
            field=models.DateTimeField(
                blank=True,
                help_text="The person wants it erased, which waits for the safety outcome.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="appointmentrequest",
            name="is_drill",
            field=models.BooleanField(
                db_default=False, default=False, help_text="A fire drill: nobody asked for this."
            ),
        ),
        migrations.AddField(
            model_name="appointmentrequest",
            name="safety_legacy",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Ended before outcomes were recorded: on the lead's list until looked at.",
            ),
        ),
        migrations.AddField(
            model_name="appointmentrequest",
            name="safety_level",
            field=models.PositiveSmallIntegerField(
                blank=True,
                choices=[(0, "Safe"), (1, "Not sure"), (2, "Not safe")],
                help_text="Empty: not filled in yet, and counted as not safe (`booking.safety.levels`).",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="appointmentrequest",
            name="safety_outcome_at",
            field=models.DateTimeField(
                blank=True, help_text="When a clinician or the lead recorded an outcome.", null=True
            ),
        ),
        migrations.AddField(
            model_name="intakeanswers",
            name="emergency_contact",
            field=models.BinaryField(db_default=b"", default=b""),
        ),
        migrations.AddField(
            model_name="intakeanswers",
            name="where_now",
            field=models.BinaryField(db_default=b"", default=b""),
        ),
        migrations.AddField(
            model_name="reply",
            name="ask_back",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="reply",
            name="client_wrote_at",
            field=models.DateTimeField(
                blank=True, help_text="The unread word that it answered.", null=True
            ),
        ),
        migrations.AlterField(
            model_name="requestevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("received", "Received"),
                    ("opened", "Opened and read"),
                    ("moved", "Moved"),
                    ("noted", "Note"),
                    ("added", "Word added"),
                    ("corrected", "Contact details corrected"),
                    ("link_sent", "New link sent"),
                    ("assigned", "Assigned"),
                    ("held", "Put on hold"),
                    ("released", "Taken off hold"),
                    ("follow_up", "Follow-up date set"),
                    ("replied", "Replied"),
                    ("undone", "Reply taken back"),
                    ("overdue", "First answer is late"),
                    ("mail", "Mail did not get through"),
                    ("settled", "Dealt with"),
                    ("safety", "Safety"),
                    ("erase", "Asked to be erased"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="appointmentrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("safety_outcome_at__isnull", True), ("safety_flag", True), _connector="OR"
                ),
                name="request_outcome_of_a_flag",
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="acknowledged_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="appointment_request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="handovers",
                to="booking.appointmentrequest",
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="to",
            field=models.ForeignKey(
                blank=True,
                help_text="Empty: nobody was on duty, and the last resort was asked.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="safetyrecord",
            name="outcome_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="safetystep",
            name="appointment_request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="safety_steps",
                to="booking.appointmentrequest",
            ),
        ),
        migrations.AddField(
            model_name="safetystep",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="handover",
            index=models.Index(
                condition=models.Q(("acknowledged_at__isnull", True)),
                fields=["asked_at"],
                name="handover_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("acknowledged_at__isnull", True), ("acknowledged_by__isnull", True)),
                    models.Q(
                        ("acknowledged_at__isnull", False), ("acknowledged_by__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="handover_acknowledged_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="safetystep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "outcome"), models.Q(("outcome", ""), _negated=True)),
                    models.Q(models.Q(("kind", "outcome"), _negated=True), ("outcome", "")),
                    _connector="OR",
                ),
                name="safety_step_outcome_has_its_word",
            ),
        ),
        Guard("safetyrecord"),
        migrations.RunPython(leave_to_the_lead, migrations.RunPython.noop),
    ]
