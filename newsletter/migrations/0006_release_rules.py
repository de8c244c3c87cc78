"""What the database refuses from now on; apart, as PostgreSQL wants filled rows committed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("newsletter", "0005_release")]

    operations = [
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("finished_at__isnull", False), ("state__in", ["finished", "cancelled"])
                    ),
                    models.Q(
                        models.Q(("state__in", ["finished", "cancelled"]), _negated=True),
                        ("finished_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="campaign_finished_with_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("started_at__isnull", True),
                        ("state__in", ("prepared", "scheduled", "overdue")),
                    ),
                    models.Q(
                        models.Q(
                            ("state__in", ("prepared", "scheduled", "overdue")), _negated=True
                        ),
                        ("started_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="campaign_started_with_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("released_at__isnull", True),
                        ("released_by__isnull", True),
                        ("state", "prepared"),
                    ),
                    models.Q(
                        models.Q(("state", "prepared"), _negated=True),
                        models.Q(("site_url", ""), _negated=True),
                        ("released_at__isnull", False),
                        ("released_by__isnull", False),
                        ("scheduled_for__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="campaign_released_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("released_by__isnull", True),
                    ("released_alone", True),
                    models.Q(("released_by", models.F("prepared_by")), _negated=True),
                    _connector="OR",
                ),
                name="campaign_released_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", True), ("decided_by__isnull", True)),
                    models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                    _connector="OR",
                ),
                name="delivery_decided_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="sendbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "replay"), _negated=True),
                    models.Q(
                        ("replay_at__isnull", False),
                        ("replay_until__isnull", False),
                        models.Q(("digest", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="batch_replay_with_digest",
            ),
        ),
    ]
