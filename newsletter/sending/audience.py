"""Create the deliveries of a campaign by one INSERT … SELECT, however many people there are."""

from typing import Any, cast

from django.db import connection, models
from django.db.models import F, Value

from newsletter.models import Campaign, Delivery, Subscriber

_COLUMNS = {
    "campaign": "frozen_campaign",
    "subscriber": "pk",
    "email": "email",
    "email_normalised": "email_normalised",
    "state": "frozen_state",
    "reason": "frozen_empty",
    "provider_id": "frozen_empty",
    "fate": "frozen_empty",
    "soft_bounces": "frozen_zero",
}


def freeze(campaign: Campaign) -> int:
    """Create a delivery for everybody who may be written to now; return how many."""
    recipients = (
        Subscriber.objects.reachable()
        .order_by("pk")
        .annotate(
            frozen_campaign=Value(campaign.pk),
            frozen_state=Value(Delivery.State.QUEUED.value),
            frozen_empty=Value(""),
            frozen_zero=Value(0),
        )
    )
    # F() lets one column be selected more than once.
    select, params = recipients.values_list(*map(F, _COLUMNS.values())).query.sql_with_params()
    fields = [cast("models.Field[Any, Any]", Delivery._meta.get_field(name)) for name in _COLUMNS]
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    table = connection.ops.quote_name(Delivery._meta.db_table)
    with connection.cursor() as cursor:
        # Table and columns are names of models; values are passed as parameters.
        cursor.execute(f"INSERT INTO {table} ({columns}) {select}", params)
        return cursor.rowcount
