"""What reception needs to work: the desk's columns, replies, appointments, names to find."""

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import uuid
from django.conf import settings
from booking.names import parts_of
from django.db import migrations, models


BATCH = 1000


def index_names(apps, schema_editor):
    """Requests that are there already can be found by the parts of their names."""
    part = apps.get_model("booking", "NamePart")
    requests = apps.get_model("booking", "AppointmentRequest").objects
    names = requests.values_list("pk", "name", "preferred_name", "client_name")
    for pk, *words in names.iterator(chunk_size=BATCH):
        part.objects.bulk_create(
            part(appointment_request_id=pk, part=found) for found in sorted(parts_of(*words))
        )


class Migration(migrations.Migration):
    dependencies = [
        ("booking", "0002_clients_page"),
        ("clinic", "0006_access_log"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Appointment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                (
                    "format",
                    models.CharField(
                        choices=[
                            ("in_person", "In person, at our rooms"),
                            ("video", "By video"),
                            ("phone", "By phone"),
                            ("any", "Any of these"),
                        ],
                        max_length=12,
                    ),
                ),
                ("agreed_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["agreed_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="NamePart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("part", models.CharField(max_length=60)),
            ],
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("text", models.BinaryField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name_plural": "replies",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ReplyTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=80, unique=True)),
                ("text", models.TextField(max_length=5000)),
                ("active", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ["title"],
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
                ],
            },
        ),
        migrations.RemoveIndex(
            model_name="appointmentrequest",
            name="request_email",
        ),
        migrations.AddField(
            model_name="appointmentrequest",
            name="answer_due_at",
            field=models.DateTimeField(
                blank=True,
                help_text="When the first answer is promised; empty: no promise.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="appointmentrequest",
            name="answered_at",
            field=models.DateTimeField(
                blank=True, help_text="When we first answered the person.", null=True
            ),
        ),
        migrations.AddField(
            model_name="appointmentrequest",
            name="assigned_to",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assigned_requests",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="appointmentrequest",
            name="client_wrote_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="appointmentrequest",
            name="clock_stopped_at",
            field=models.DateTimeField(
                blank=True, help_text="Since when the clock stands still.", null=True
            ),
        ),
        migrations.AddField(
            model_name="appointmentrequest",
            name="duplicate_of",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="duplicates",
                to="booking.appointmentrequest",
            ),
        ),
        migrations.AddField(
            model_name="appointmentrequest",
            name="entered_by",
            field=models.ForeignKey(
                blank=True,
                help_text="Who wrote it down, if it came by phone.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="appointmentrequest",
            name="follow_up_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="appointmentrequest",
            name="mail_problem_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="appointmentrequest",
            name="on_hold_since",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="appointmentrequest",
            name="overdue_told_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="appointmentrequest",
            name="source",
            field=models.CharField(
                choices=[("web", "Website"), ("phone", "Phone")], default="web", max_length=8
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
                ],
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="appointmentrequest",
            name="email_normalised",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.text.Lower("email"),
                output_field=models.EmailField(max_length=254),
            ),
        ),
        migrations.AddField(
            model_name="appointmentrequest",
            name="open_now",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.ExpressionWrapper(
                    models.Q(
                        (
                            "state__in",
                            ("new", "in_review", "waiting_for_client", "offered", "waitlisted"),
                        )
                    ),
                    output_field=models.BooleanField(),
                ),
                output_field=models.BooleanField(),
            ),
        ),
        migrations.AddIndex(
            model_name="appointmentrequest",
            index=models.Index(fields=["email_normalised"], name="request_email"),
        ),
        migrations.AddIndex(
            model_name="appointmentrequest",
            index=models.Index(fields=["kind", "created_at"], name="request_kind"),
        ),
        migrations.AddIndex(
            model_name="appointmentrequest",
            index=models.Index(fields=["created_at"], name="request_created"),
        ),
        migrations.AddIndex(
            model_name="appointmentrequest",
            index=models.Index(
                condition=models.Q(("open_now", True), ("safety_flag", True)),
                fields=["created_at"],
                name="desk_safety",
            ),
        ),
        migrations.AddIndex(
            model_name="appointmentrequest",
            index=models.Index(
                condition=models.Q(
                    ("answered_at__isnull", True),
                    ("clock_stopped_at__isnull", True),
                    ("open_now", True),
                ),
                fields=["answer_due_at"],
                name="desk_due",
            ),
        ),
        migrations.AddIndex(
            model_name="appointmentrequest",
            index=models.Index(
                condition=models.Q(("client_wrote_at__isnull", False), ("open_now", True)),
                fields=["client_wrote_at"],
                name="desk_wrote",
            ),
        ),
        migrations.AddIndex(
            model_name="appointmentrequest",
            index=models.Index(
                condition=models.Q(("mail_problem_at__isnull", False), ("open_now", True)),
                fields=["mail_problem_at"],
                name="desk_mail",
            ),
        ),
        migrations.AddIndex(
            model_name="appointmentrequest",
            index=models.Index(
                condition=models.Q(("follow_up_on__isnull", False), ("open_now", True)),
                fields=["follow_up_on"],
                name="desk_follow_up",
            ),
        ),
        migrations.AddIndex(
            model_name="appointmentrequest",
            index=models.Index(
                condition=models.Q(("open_now", True)),
                fields=["assigned_to", "created_at"],
                name="desk_assigned",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointmentrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("entered_by__isnull", True), ("source", "web")),
                    models.Q(("entered_by__isnull", False), ("source", "phone")),
                    _connector="OR",
                ),
                name="request_by_phone_was_entered_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointmentrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("duplicate_of", models.F("pk")), _negated=True),
                name="request_is_no_duplicate_of_itself",
            ),
        ),
        migrations.AddField(
            model_name="appointment",
            name="agreed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="appointment",
            name="appointment_request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="appointments",
                to="booking.appointmentrequest",
            ),
        ),
        migrations.AddField(
            model_name="appointment",
            name="clinician",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="appointments",
                to="booking.clinician",
            ),
        ),
        migrations.AddField(
            model_name="namepart",
            name="appointment_request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="name_parts",
                to="booking.appointmentrequest",
            ),
        ),
        migrations.AddField(
            model_name="reply",
            name="appointment_request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="replies",
                to="booking.appointmentrequest",
            ),
        ),
        migrations.AddField(
            model_name="reply",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="reply",
            name="mail",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="clinic.outgoingemail",
            ),
        ),
        migrations.AddField(
            model_name="reply",
            name="undone_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="namepart",
            constraint=models.UniqueConstraint(
                fields=("part", "appointment_request"), name="name_part_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("undone_at__isnull", True), ("undone_by__isnull", True)),
                    models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                    _connector="OR",
                ),
                name="reply_undone_by_somebody",
            ),
        ),
        migrations.RunPython(index_names, migrations.RunPython.noop),
    ]
