"""Indexes of the safety lane and its lists, made while the site serves."""

from django.db import migrations, models

from booking.models.request_query import Urgency
from clinic.operations import AddIndexConcurrently


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("booking", "0007_safety_until_an_outcome")]

    operations = [
        AddIndexConcurrently(
            model_name="appointmentrequest",
            index=models.Index(
                models.OrderBy(Urgency(), descending=True),
                models.F("created_at"),
                condition=models.Q(
                    ("safety_flag", True),
                    ("safety_legacy", False),
                    ("safety_outcome_at__isnull", True),
                ),
                name="desk_without_outcome",
            ),
        ),
        AddIndexConcurrently(
            model_name="appointmentrequest",
            index=models.Index(
                condition=models.Q(("safety_legacy", True), ("safety_outcome_at__isnull", True)),
                fields=["created_at"],
                name="request_safety_legacy",
            ),
        ),
        AddIndexConcurrently(
            model_name="appointmentrequest",
            index=models.Index(
                condition=models.Q(("safety_level__isnull", True)),
                fields=["created_at"],
                name="request_level_unknown",
            ),
        ),
        AddIndexConcurrently(
            model_name="appointmentrequest",
            index=models.Index(
                condition=models.Q(("erase_wanted_at__isnull", False)),
                fields=["erase_wanted_at"],
                name="request_erase_wanted",
            ),
        ),
        AddIndexConcurrently(
            model_name="appointmentrequest",
            index=models.Index(
                condition=models.Q(("is_drill", True)), fields=["created_at"], name="request_drill"
            ),
        ),
    ]
